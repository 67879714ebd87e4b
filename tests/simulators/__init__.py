"""Tests of the simulators, and of independent software against them."""
