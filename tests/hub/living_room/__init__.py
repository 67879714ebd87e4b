"""Tests of the living room: one player, one remote."""
