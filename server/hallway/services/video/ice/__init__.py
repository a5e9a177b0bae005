"""The servers by which browsers reach each other."""
