"""Tests of the Harmony library."""
