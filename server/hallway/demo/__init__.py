"""What the demo is made of: a real programme, moved in time so that it is live now, and invented people."""

from hallway.demo.people import Attendee, Line, Persona, attendees, lines, personas
from hallway.demo.programme import programme
from hallway.demo.shift import shift

__all__ = ["Attendee", "Line", "Persona", "attendees", "lines", "personas", "programme", "shift"]
