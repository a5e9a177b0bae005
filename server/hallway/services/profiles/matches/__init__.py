"""Who is open to meet people at an event, what two people answered, and who matched."""
