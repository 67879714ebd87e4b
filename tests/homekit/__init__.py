"""HomeKit: its televisions, whose keys we press."""
