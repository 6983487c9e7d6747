"""What is stored about people: where it stands, what it is for, and what becomes of it."""
