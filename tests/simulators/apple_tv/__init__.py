"""Tests of the simulated Apple TV."""
