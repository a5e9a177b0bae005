"""Engine.IO v4, Socket.IO v5 and WebSocket frames as bytes: pure functions and values, no I/O."""
