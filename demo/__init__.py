"""The demo: a real Home Assistant, a simulated Apple TV and a simulated hub on this machine."""
