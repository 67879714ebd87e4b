"""Tests of every dialog."""
