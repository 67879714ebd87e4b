"""Tests of the Apple TV inside Home Assistant."""
