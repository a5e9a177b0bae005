"""What can be asked of events in the demo only."""

from typing import Protocol
from uuid import UUID

from hallway.kernel.caller import Caller
from hallway.services.events.schedule import Schedule


class DemoEvents(Protocol):
    """There in the demo only: `Apis.find(DemoEvents)` answers None elsewhere."""

    async def register_people(self, caller: Caller, event_id: UUID, user_ids: list[UUID]) -> None:
        """For services only: registers all of them, or none; those who are registered already stay so."""
        ...

    async def put_schedule(self, caller: Caller, event_id: UUID, schedule: Schedule, credit: str) -> int:
        """For services only: makes the agenda what the schedule says, as an import does, seen by everybody at once, and
        waits for it; answers how many sessions are new or different. `credit` says where the data comes from."""
        ...
