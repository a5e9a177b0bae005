"""The topics people choose from, curated and free."""
