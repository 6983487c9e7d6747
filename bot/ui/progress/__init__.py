"""What people see of their progress."""
