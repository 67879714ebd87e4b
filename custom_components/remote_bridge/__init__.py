"""Remote Bridge: Apple TVs of the first three generations and Logitech Harmony hubs."""
