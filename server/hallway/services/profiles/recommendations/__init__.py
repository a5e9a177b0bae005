"""Whom each person should meet at an event, and why."""
