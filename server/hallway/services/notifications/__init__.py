"""Owns each person's notifications, which kinds they want, and reminders of starred sessions. Announces nothing."""
