"""Reading and writing profiles, and finding the people of an event."""

from collections.abc import Mapping
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
from hallway.services.profiles.people.profile import (
    StoredProfile,
    english_for,
    is_found_by,
    placeholder,
    shown_person,
    words,
)
from hallway.services.profiles.people.validation import stored_profile
from hallway.services.profiles.policy import AS_PROFILES, STRANGERS, Acquaintance, shown_of
from hallway.services.profiles.recommendations.recommender import WithRecommender
from hallway.services.profiles.recommendations.repository import open_at
from hallway.services.profiles.topics.library import topic_library

ATTENDEES_PAGE: Final = 60
MOST_PEOPLE: Final = 1_000
MOST_FOUND: Final = 50
SEARCH_PAGE: Final = 100
MOST_LOOKED_AT: Final = 1_000
"""Profiles whose words fit, some of them perhaps only by what is not shown to the one who searches."""
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
            raise Problem("too_large", "askForFewer", limit=MOST_PEOPLE)
        wanted = list(dict.fromkeys(ids))
        async with self.context.db.transaction(readonly=True) as tx:
            found = await repository.profiles(tx.connection, wanted)
        if missing := [id for id in wanted if id not in found]:
            found |= await self._add_placeholders(missing)
        return await self._shown(caller, found)

    async def _shown(self, caller: Caller, profiles: Mapping[UUID, StoredProfile]) -> list[Person]:
        """As far as the caller may see each of them: the one way by which profiles leave the service."""
        known = await self._acquaintances(caller, list(profiles))
        return [
            shown_person(id, profile, shown_of(caller, id, known.get(id, STRANGERS)), topic_library())
            for id, profile in profiles.items()
        ]

    async def _acquaintances(self, caller: Caller, ids: list[UUID]) -> dict[UUID, Acquaintance]:
        """How the caller stands to each of these people; strangers may be left out."""
        others = [id for id in ids if id != caller.user_id]
        if caller.kind != "person" or caller.user_id is None or not others:
            return {}
        shared = await self.context.apis.get(Events).shared_events(AS_PROFILES, caller.user_id, others)
        async with self.context.db.transaction(readonly=True) as tx:
            blocked = set(await blocked_among(tx.connection, caller.user_id, others))
            are_open = await open_at(tx.connection, [(id, event) for id, events in shared.items() for event in events])
        return {
            id: Acquaintance(shares_event=True, open_to_meet=id in are_open, blocked=id in blocked) for id in shared
        }

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
        return shown_person(user_id, profile, shown_of(caller, user_id), topic_library())

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
        one_of = {word: english_for(word) for word in wanted}
        people: list[Person] = []
        limit = max(1, min(limit, MOST_FOUND))
        for first in range(0, MOST_LOOKED_AT, SEARCH_PAGE):
            async with self.context.db.transaction(readonly=True) as tx:
                found = await repository.search(tx.connection, user_id, among, one_of, first, SEARCH_PAGE)
            # By what is shown of them only: or one could spell out what somebody keeps from them.
            people += [person for person in await self._shown(caller, found) if is_found_by(person, wanted)]
            if len(people) >= limit or len(found) < SEARCH_PAGE:
                break
        return people[:limit]


async def put_profile(tx: Tx, user_id: UUID, input: ProfileInput) -> StoredProfile:
    """Make or replace somebody's profile."""
    before = (await repository.profiles(tx.connection, [user_id])).get(user_id)
    profile = stored_profile(input, topic_library().catalogue, before.spellings if before else {})
    await repository.put_profile(tx.connection, user_id, profile)
    return profile
