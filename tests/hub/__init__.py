"""Tests of the Harmony hub inside Home Assistant."""
