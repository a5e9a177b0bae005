"""What people say of themselves: profiles, search, and who comes to an event."""
