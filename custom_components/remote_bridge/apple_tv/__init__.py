"""An Apple TV inside Home Assistant: its connection, its entities and its dialogs."""
