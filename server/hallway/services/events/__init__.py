"""Owns events, their agenda, registrations and stars. Announces what changed in them."""
