"""Tests, with the real store and the real discord.py; only Discord and the clock are simulated."""
