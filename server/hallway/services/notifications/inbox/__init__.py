"""What each person has been told, and what of it they have read."""
