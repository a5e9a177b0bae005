"""The composition root: which services there are (`registry`), and what runs in one process (`process`)."""
