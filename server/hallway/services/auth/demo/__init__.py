"""What the demo alone can do: make accounts without a password and sign in as them."""
