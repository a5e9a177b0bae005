"""Profiles of the demo's invented people."""
