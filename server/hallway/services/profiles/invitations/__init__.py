"""Invitations to roles, as the invited person sees them."""
