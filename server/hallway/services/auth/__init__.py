"""Owns accounts, sessions (devices), signing keys and roles.

Announces `UserRegistered`, `SessionEnded` and `EventRoleChanged`."""
