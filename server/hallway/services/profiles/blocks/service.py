"""Blocking people, and lifting blocks."""

from datetime import timedelta
from typing import Final
from uuid import UUID

from hallway.kernel import channels
from hallway.kernel.caller import Caller
from hallway.kernel.errors import Problem
from hallway.kernel.pushes.message import BlockChanged
from hallway.services.profiles.api import Blocks, Profiles
from hallway.services.profiles.blocks import repository
from hallway.services.profiles.facts import PersonBlocked
from hallway.services.profiles.policy import WithPolicy
from hallway.services.profiles.pushes import BlockPush

MINUTE: Final = timedelta(minutes=1)
CHANGES_PER_MINUTE: Final = 60
MOST_BLOCKS: Final = 5_000


class BlocksService(WithPolicy, Blocks):
    """Fulfils `Blocks`."""

    async def block(self, caller: Caller, person_id: UUID, blocked: bool) -> None:
        await self.policy.require(caller, "block")
        user_id, context = caller.require_user(), self.context
        if person_id == user_id:
            raise Problem("invalid", "blockYourself")
        await context.rate_limiter.hit(f"profiles:block:{user_id}", CHANGES_PER_MINUTE, MINUTE)
        if blocked and not await context.apis.get(Profiles).people(caller, [person_id]):
            raise Problem("not_found", "nobodyByLink")
        async with context.db.transaction() as tx:
            await repository.lock_pair(tx.connection, user_id, person_id)
            if not blocked:
                changed = await repository.unblock(tx.connection, user_id, person_id)
            elif await repository.count_blocks(tx.connection, user_id) >= MOST_BLOCKS:
                raise Problem("full", "manyBlocks", limit=MOST_BLOCKS)
            else:
                changed = await repository.block(tx.connection, user_id, person_id, context.clock())
            if changed:
                tx.record(PersonBlocked(blocker_id=user_id, blocked_id=person_id, blocked=blocked))
                tx.push(channels.user(user_id), BlockPush(person_id=person_id, blocked=blocked))
                tx.push(channels.GATEWAYS, BlockChanged(first_id=user_id, second_id=person_id))

    async def blocks(self, caller: Caller) -> list[UUID]:
        await self.policy.require(caller, "block")
        async with self.context.db.transaction(readonly=True) as tx:
            return await repository.blocks(tx.connection, caller.require_user())

    async def blocks_among(self, caller: Caller, user_id: UUID, others: list[UUID]) -> list[UUID]:
        await self.policy.require(caller, "ask_as_service")
        async with self.context.db.transaction(readonly=True) as tx:
            return await repository.blocks_among(tx.connection, user_id, others)

    async def hidden_from(self, caller: Caller, user_ids: list[UUID]) -> dict[UUID, list[UUID]]:
        await self.policy.require(caller, "ask_as_service")
        async with self.context.db.transaction(readonly=True) as tx:
            return await repository.hidden_from(tx.connection, user_ids)

    async def blocked_among(self, caller: Caller, user_id: UUID, others: list[UUID]) -> list[UUID]:
        await self.policy.require(caller, "ask_as_service")
        async with self.context.db.transaction(readonly=True) as tx:
            return await repository.blocked_among(tx.connection, user_id, others)
