"""Tests of every dialog about a hub."""
