"""Sessions of signed-in devices: opened at a sign-in, continued by refresh tokens, ended by their person or a theft."""
