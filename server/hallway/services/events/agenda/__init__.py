"""The agenda of an event: its stages, tracks, speakers and sessions."""
