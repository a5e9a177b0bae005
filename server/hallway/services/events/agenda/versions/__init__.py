"""The agenda's draft, what was published of it, and how one came from the other."""
