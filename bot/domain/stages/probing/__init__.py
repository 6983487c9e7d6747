"""Follow-ups: what an answer lacked, and how to ask for it."""
