"""What the gateway serves in development only."""
