"""How reminders look: before they are set, when they come, in a list."""
