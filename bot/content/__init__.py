"""Decks: the authored YAML, its schema, and the library that the rest of the bot reads."""
