# What `import voluptuous` gives once Home Assistant (2026.9 and newer) is imported: its own engine, under that name.
from probatio import *  # noqa: F403 - that is the whole point
