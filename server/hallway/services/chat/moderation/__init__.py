"""Removing messages and muting people."""
