"""How real interviews look: cards, forms, messages."""
