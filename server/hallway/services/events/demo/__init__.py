"""What only the demo may do: invented people register all at once, and a schedule needs no file."""
