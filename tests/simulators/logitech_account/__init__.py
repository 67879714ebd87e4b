"""Tests of the simulated account service."""
