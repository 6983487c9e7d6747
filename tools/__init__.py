"""Programs for people who work on the bot; nothing here runs with it."""
