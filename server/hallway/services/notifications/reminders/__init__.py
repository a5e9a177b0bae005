"""Reminders of starred sessions that are about to start."""
