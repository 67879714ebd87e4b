"""Tests of the hub's client."""
