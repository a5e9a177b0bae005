"""What can be asked of events in the demo only."""

from typing import Protocol
from uuid import UUID

from hallway.kernel.caller import Caller
from hallway.services.events.schedule import Schedule
from hallway.services.events.values import ImportReport


class DemoEvents(Protocol):
    """There in the demo only: `Apis.find(DemoEvents)` answers None elsewhere."""

    async def register_people(self, caller: Caller, event_id: UUID, user_ids: list[UUID]) -> None:
        """For services only: registers all of them, or none; those who are registered already stay so."""
        ...

    async def put_schedule(self, caller: Caller, event_id: UUID, schedule: Schedule, credit: str) -> ImportReport:
        """For services only: makes the agenda what the schedule says, as an import does, and waits for it. `credit`
        says where the agenda's data comes from."""
        ...
