"""Tests of what people make of a hub's keys in the page."""
