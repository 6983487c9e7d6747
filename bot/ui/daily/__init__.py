"""How daily questions look."""
