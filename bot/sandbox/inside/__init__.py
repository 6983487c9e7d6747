"""What runs in the child processes. Standard library and duckdb only: nothing of the bot is imported here."""
