"""Tests of the simulated Harmony hub."""
