"""The front door: the graph, the live connection, sign-in, and the pages, on one origin. Keeps nothing."""
