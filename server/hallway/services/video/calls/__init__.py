"""Calls: ringing, inviting, joining and leaving, and what ends by itself."""
