"""The presentation: its outline, and the check of its agenda."""
