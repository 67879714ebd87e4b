"""The entities of a Harmony hub, of the devices it controls, and of what people made of them."""
