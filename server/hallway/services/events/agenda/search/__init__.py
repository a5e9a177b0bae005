"""Full-text search over the sessions and speakers of an event."""
