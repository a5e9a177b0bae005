"""Several processes as one server: the adapter and the emitter, by Redis pub/sub."""
