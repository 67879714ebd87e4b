"""Tests of the DACP library."""
