"""Who comes to an event: registrations within its capacity, and what a person is to an event."""
