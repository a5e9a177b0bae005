"""Owns calls: who rings whom, who is in, and the TURN credentials. The media itself goes from browser to browser.

Announces `CallStarted`, `PersonRung` and `RingEnded`."""
