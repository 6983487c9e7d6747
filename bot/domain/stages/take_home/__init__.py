"""The take-home: deadlines, what was handed in, and its defence."""
