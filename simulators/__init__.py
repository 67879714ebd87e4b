"""Simulated devices, faithful enough for independent peers to work against them."""
