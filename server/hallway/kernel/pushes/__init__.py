"""Pushes: what services send to open pages, by way of every gateway that has somebody there."""
