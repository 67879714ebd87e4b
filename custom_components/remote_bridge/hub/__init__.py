"""A Harmony hub inside Home Assistant: its connection, its entities and its dialogs."""
