"""What the demo is made of: a real schedule, moved in time so that it is live now, and invented people."""
