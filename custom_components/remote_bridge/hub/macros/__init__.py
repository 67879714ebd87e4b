"""What people make of a hub's keys in the page: macros, buttons, switches, favourite channels."""
