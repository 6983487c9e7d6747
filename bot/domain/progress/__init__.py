"""How somebody does, and how it changes."""
