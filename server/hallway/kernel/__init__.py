"""What every service stands on: settings, errors, callers, database, facts, calls. Knows no service."""
