"""The demo: a real Home Assistant and a simulated Apple TV on this machine."""
