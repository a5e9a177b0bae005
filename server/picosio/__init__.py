"""A Socket.IO server on picows and uvloop."""
