"""Hallway: a self-hosted platform for live tech events."""

__version__ = "0.1.0"
