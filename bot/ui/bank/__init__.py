"""The bank of questions as moderators and members see it."""
