"""Accounts: who they belong to and how e-mail addresses are written."""
