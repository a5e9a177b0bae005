"""Servers that Hallway starts beside itself when none is configured: PostgreSQL, Valkey, and the pages' web server."""
