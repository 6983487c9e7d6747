"""What people see: panels, buttons, modals, embeds and sentences."""
