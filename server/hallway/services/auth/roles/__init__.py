"""Roles that people hold in events."""
