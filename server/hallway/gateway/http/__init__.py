"""The gateway's HTTP endpoints besides the graph."""
