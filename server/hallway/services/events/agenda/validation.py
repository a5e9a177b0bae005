"""What a session can be."""

from datetime import datetime, timedelta
from typing import Final

from hallway.kernel.errors import Problem
from hallway.kernel.text import cleaned
from hallway.services.events.lifecycle.validation import check_span
from hallway.services.events.values import SESSION_SECONDS, Event, SessionInput

LONGEST: Final = timedelta(seconds=SESSION_SECONDS)
AROUND: Final = timedelta(days=31)
"""How far outside the event's own dates a session may lie: people meet the day before."""


def validated(input: SessionInput, event: Event) -> SessionInput:
    """The input of a session of `event` with its texts cleaned; `invalid`, with the field's name in its data, when
    anything is wrong."""
    input = cleaned(input)
    check_span(input.starts_at, input.ends_at, timedelta(0), LONGEST, "sessionTooLong")
    if not around(event.starts_at, event.ends_at, input.starts_at):
        raise Problem("invalid", "farFromEvent", field="startsAt")
    return input


def around(starts_at: datetime, ends_at: datetime, moment: datetime) -> bool:
    """Whether a session of an event with these dates may start at this moment."""
    return starts_at - AROUND <= moment <= ends_at + AROUND
