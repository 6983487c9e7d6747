"""Greenroom: mock interviews in Discord."""
