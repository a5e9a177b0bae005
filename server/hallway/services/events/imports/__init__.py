"""Agendas from schedule files: `service` starts imports and `job` runs each, `formats` reads the file, `reconcile`
makes the agenda what it says."""
