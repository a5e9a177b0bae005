"""The table of people, below all that reads or writes it."""
