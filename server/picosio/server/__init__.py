"""Socket.IO on top of Engine.IO: namespaces, sockets, rooms, broadcasts and acknowledgements, in one process."""
