"""The salary question: what was named, and how it was handled."""
