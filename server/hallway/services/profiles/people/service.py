"""Reading and writing profiles, and finding the people of an event."""

from datetime import timedelta
from typing import Final
from uuid import UUID

from hallway.kernel.caller import Caller
from hallway.kernel.db.transaction import Tx
from hallway.kernel.errors import Problem
from hallway.services.auth.api import Auth
from hallway.services.events.api import Events
from hallway.services.profiles.api import People, Person, ProfileInput
from hallway.services.profiles.blocks.repository import blocked_among
from hallway.services.profiles.people import repository
from hallway.services.profiles.people.profile import StoredProfile, placeholder, public_person, whole_person, words
from hallway.services.profiles.people.validation import stored_profile
from hallway.services.profiles.policy import AS_PROFILES
from hallway.services.profiles.recommendations.recommender import WithRecommender
from hallway.services.profiles.topics.library import topic_library

ATTENDEES_PAGE: Final = 60
MOST_PEOPLE: Final = 1_000
MOST_FOUND: Final = 50
MOST_WORDS: Final = 6
LONGEST_SEARCH: Final = 100
MINUTE: Final = timedelta(minutes=1)
UPDATES_PER_MINUTE: Final = 60
SEARCHES_PER_MINUTE: Final = 180


class PeopleService(WithRecommender, People):
    """Fulfils `People`."""

    async def people(self, caller: Caller, ids: list[UUID]) -> list[Person]:
        await self.policy.require(caller, "see_names")
        if len(ids) > MOST_PEOPLE:
            raise Problem("too_large", f"Ask for at most {MOST_PEOPLE} people at once.")
        wanted = list(dict.fromkeys(ids))
        async with self.context.db.transaction(readonly=True) as tx:
            found = await repository.profiles(tx.connection, wanted)
        if missing := [id for id in wanted if id not in found]:
            found |= await self._add_placeholders(missing)
        shown = whole_person if await self.policy.may(caller, "see_profiles") else public_person
        return [shown(id, profile, topic_library()) for id, profile in found.items()]

    async def _add_placeholders(self, missing: list[UUID]) -> dict[UUID, StoredProfile]:
        """Profiles for accounts that have none yet; ids that are no account's are left out."""
        users = await self.context.apis.get(Auth).users(AS_PROFILES, missing)
        if not users:
            return {}
        async with self.context.db.transaction() as tx:
            await repository.add_placeholders(tx.connection, {user.id: placeholder(user.name) for user in users})
            return await repository.profiles(tx.connection, [user.id for user in users])

    async def update(self, caller: Caller, input: ProfileInput) -> Person:
        await self.policy.require(caller, "edit_profile")
        user_id = caller.require_user()
        await self.context.rate_limiter.hit(f"profiles:update:{user_id}", UPDATES_PER_MINUTE, MINUTE)
        async with self.context.db.transaction() as tx:
            profile = await put_profile(tx, user_id, input)
        self.recommender.forget([user_id])
        return whole_person(user_id, profile, topic_library())

    async def attendees(self, caller: Caller, event_id: UUID, after: UUID | None = None) -> list[Person]:
        await self.policy.require(caller, "list_attendees", event_id)
        user_id, events = caller.require_user(), self.context.apis.get(Events)
        shown: list[UUID] = []
        while len(shown) < ATTENDEES_PAGE:  # a page is filled whoever is left out
            ids = await events.attendees(AS_PROFILES, event_id, after, ATTENDEES_PAGE)
            async with self.context.db.transaction(readonly=True) as tx:
                blocked = set(await blocked_among(tx.connection, user_id, ids))
            shown += [id for id in ids if id not in blocked]
            if len(ids) < ATTENDEES_PAGE:
                break
            after = ids[-1]
        people = {person.id: person for person in await self.people(caller, shown[:ATTENDEES_PAGE])}
        return [people[id] for id in shown[:ATTENDEES_PAGE] if id in people]

    async def search(self, caller: Caller, event_id: UUID, text: str, limit: int = 20) -> list[Person]:
        user_id = caller.require_user()
        await self.context.rate_limiter.hit(f"profiles:search:{user_id}", SEARCHES_PER_MINUTE, MINUTE)
        await self.policy.require(caller, "search_people", event_id)
        wanted = words(text[:LONGEST_SEARCH])[:MOST_WORDS]
        if not wanted:
            return []
        among = await self.attendance.registered(event_id)
        async with self.context.db.transaction(readonly=True) as tx:
            limit = max(1, min(limit, MOST_FOUND))
            found = await repository.search(tx.connection, user_id, among, wanted, limit)
        return [whole_person(id, profile, topic_library()) for id, profile in found.items()]


async def put_profile(tx: Tx, user_id: UUID, input: ProfileInput) -> StoredProfile:
    """Make or replace somebody's profile."""
    before = (await repository.profiles(tx.connection, [user_id])).get(user_id)
    profile = stored_profile(input, topic_library().catalogue, before.spellings if before else {})
    await repository.put_profile(tx.connection, user_id, profile)
    return profile
