"""Sending messages, reading older ones, and resuming after a break in the connection."""
