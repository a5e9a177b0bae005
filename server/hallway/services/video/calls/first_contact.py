"""Whether people in a call talk for the first time: their cameras then start switched off."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

import msgspec

from hallway.kernel.apis import Apis
from hallway.kernel.db.transaction import Tx
from hallway.services.profiles.api import Profiles
from hallway.services.video.calls import repository
from hallway.services.video.policy import VIDEO

NEW_MATCH: Final = timedelta(hours=24)
"""A match is new for as long."""


class Pair(msgspec.Struct, frozen=True):
    """Two people, and when they first matched; None if they have not."""

    first_id: UUID
    second_id: UUID
    matched_at: datetime | None


async def pairs_with(apis: Apis, person_id: UUID, others: Iterable[UUID]) -> list[Pair]:
    """This person and each of the others."""
    matched = apis.get(Profiles).matched
    return [Pair(person_id, other, await matched(VIDEO, person_id, other)) for other in others]


async def is_first_contact(tx: Tx, pairs: Iterable[Pair], now: datetime) -> bool:
    """Whether any two of them have matched lately, or not at all, and were never in a call that was answered."""
    for pair in pairs:
        is_new = pair.matched_at is None or now - pair.matched_at < NEW_MATCH
        if is_new and not await repository.talked_before(tx.connection, pair.first_id, pair.second_id):
            return True
    return False
