"""Events themselves: made, changed, published, cancelled and read."""
