"""Tests of what the hub's player can play."""
