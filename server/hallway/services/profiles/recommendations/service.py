"""Whom somebody should meet at an event, and the vectors this is found with."""

from typing import Final
from uuid import UUID

from hallway.kernel.caller import Caller
from hallway.kernel.service import ServiceContext
from hallway.services.profiles.api import Recommendation, Recommendations
from hallway.services.profiles.recommendations import repository
from hallway.services.profiles.recommendations.recommender import WithRecommender
from hallway.services.profiles.recommendations.vector_refresh import VectorRefresh
from hallway.services.profiles.topics.library import topic_library

MOST_OPEN: Final = 12
"""People who are here, of whom one may be worth a word; who wants to choose among all goes to People."""


class RecommendationsService(WithRecommender, Recommendations):
    """Fulfils `Recommendations`; also keeps people's vectors up to date."""

    def __init__(self, context: ServiceContext) -> None:
        super().__init__(context)
        self.vector_refresh = VectorRefresh(context, topic_library().vectors, self.recommender.forget)

    async def start(self) -> None:
        await super().start()
        await self.vector_refresh.start()

    async def stop(self) -> None:
        await self.vector_refresh.stop()
        await super().stop()

    async def recommendations(self, caller: Caller, event_id: UUID, limit: int = 15) -> list[Recommendation]:
        await self.policy.require(caller, "see_matches")
        user_id = caller.require_user()
        async with self.context.db.transaction(readonly=True) as tx:
            open_to_meet = await repository.is_open(tx.connection, event_id, user_id)
        return await self.recommender.recommend(event_id, user_id, limit) if open_to_meet else []

    async def people_open_to_meet(self, caller: Caller, event_id: UUID) -> list[UUID]:
        await self.policy.require(caller, "meet_people", event_id)
        user_id, here = caller.require_user(), await self.context.here.at(event_id)
        async with self.context.db.transaction(readonly=True) as tx:
            if not await repository.is_open(tx.connection, event_id, user_id):
                return []
            found = await repository.open_people(tx.connection, event_id, user_id, here, MOST_OPEN)
        registered = await self.attendance.registered_among(event_id, found)
        return [id for id in found if id in registered]
