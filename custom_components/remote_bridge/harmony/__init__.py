"""Harmony: control a Logitech Harmony hub or Link over the network, by WebSocket or by XMPP.

This package knows nothing of Home Assistant and can be used on its own.
"""
