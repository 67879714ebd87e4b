"""Everything that a living room can play: listing it, searching in it, and playing it."""
