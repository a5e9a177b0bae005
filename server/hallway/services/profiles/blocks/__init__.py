"""Who blocked whom."""
