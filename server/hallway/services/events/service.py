"""Fulfils `Events`: one class for each subject."""

from hallway.services.events.agenda.rescheduling.service import ReschedulingService
from hallway.services.events.agenda.service import AgendaService
from hallway.services.events.api import Events
from hallway.services.events.feeds.service import FeedService
from hallway.services.events.imports.service import ImportService
from hallway.services.events.lifecycle.service import LifecycleService
from hallway.services.events.registrations.service import RegistrationService
from hallway.services.events.stars.service import StarService


class EventsService(
    ImportService,
    FeedService,
    StarService,
    RegistrationService,
    ReschedulingService,
    AgendaService,
    LifecycleService,
    Events,
):
    """What each method promises is written in `api.py`."""
