"""The sessions that people mean to see."""
