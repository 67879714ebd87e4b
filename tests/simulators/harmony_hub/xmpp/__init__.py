"""Tests of the simulated hub's XMPP server."""
