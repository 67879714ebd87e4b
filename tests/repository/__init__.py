"""Checks of the repository itself: what hassfest and HACS would say, and the rules of the house."""
