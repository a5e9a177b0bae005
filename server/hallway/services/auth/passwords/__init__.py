"""Registering and signing in by password: which passwords are good enough, and how they are hashed."""
