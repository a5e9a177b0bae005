"""Owns rooms, their messages, who may speak in them, and how far each person has read."""
