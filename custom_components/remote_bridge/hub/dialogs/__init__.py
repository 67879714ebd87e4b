"""The dialogs of a Harmony hub: adding it, repairing it, and choosing about it."""
