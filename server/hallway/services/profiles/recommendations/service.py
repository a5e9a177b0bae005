"""Whom somebody should meet at an event, and the vectors this is found with."""

from uuid import UUID

from hallway.kernel.caller import Caller
from hallway.kernel.service import ServiceContext
from hallway.services.profiles.api import Recommendation, Recommendations
from hallway.services.profiles.recommendations import repository
from hallway.services.profiles.recommendations.recommender import WithRecommender
from hallway.services.profiles.recommendations.vector_refresh import VectorRefresh
from hallway.services.profiles.topics.library import topic_library


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
