"""Owns notices and what each person wants to be told. Announces nothing."""
