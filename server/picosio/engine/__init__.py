"""Engine.IO: sessions of clients over WebSocket and HTTP long-polling. Knows nothing of namespaces and rooms.

`asgi.py` is here, and not beside `standalone/`, because it carries Engine.IO's requests only.
"""
