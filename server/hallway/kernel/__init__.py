"""What every service stands on: settings, errors, callers, database, facts, calls between services. Knows no service."""
