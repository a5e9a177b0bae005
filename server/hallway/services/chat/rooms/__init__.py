"""Rooms, who is in them, direct conversations, and how far each person has read."""
