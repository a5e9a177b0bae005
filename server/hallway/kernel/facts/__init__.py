"""Facts: what has happened in one service, told to the others at least once (outbox, Redis stream, consumer group)."""
