"""Owns accounts, passwords, sessions (signed-in devices), roles in events, and the keys that sign access tokens.

Announces `UserRegistered`, `SessionEnded` and `EventRoleChanged`."""
