"""Real interviews: what is known of one, what to do before it, what to say after it."""
