"""Which kinds of notifications each person wants."""
