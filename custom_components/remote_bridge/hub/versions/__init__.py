"""The configuration of a hub in versions: what it knew, and when, on the day that nobody else does any more."""
