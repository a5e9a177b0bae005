"""The graph's fields about people, recommendations and matches."""

from collections.abc import Iterable
from uuid import UUID

from hallway.kernel.errors import Problem
from hallway.kernel.graph import Context, Graph
from hallway.services.auth.api import TeamMember
from hallway.services.events.values import Event
from hallway.services.profiles.api import (
    Answer,
    Match,
    Matches,
    Person,
    ProfileInput,
    Profiles,
    Recommendation,
    RoleInvitation,
    Topic,
)

graph = Graph()


@graph.query("myProfile")
async def my_profile(ctx: Context) -> Person | None:
    if ctx.caller.user_id is None:
        return None
    return await person(ctx, ctx.caller.user_id)


@graph.query("person")
async def person(ctx: Context, id: UUID) -> Person:
    if found := await ctx.apis.get(Profiles).people(ctx.caller, [id]):
        return found[0]
    raise _no_such_person()


@graph.query("people")
async def people(ctx: Context, ids: list[UUID]) -> list[Person]:
    return await ctx.apis.get(Profiles).people(ctx.caller, ids)


@graph.query("topics")
async def topics(ctx: Context, text: str) -> list[Topic]:
    return await ctx.apis.get(Profiles).topics(ctx.caller, text)


@graph.query("eventTopics")
async def event_topics(ctx: Context, event_id: UUID) -> list[Topic]:
    return await ctx.apis.get(Profiles).event_topics(ctx.caller, event_id)


@graph.query("peopleOpenToMeet")
async def people_open_to_meet(ctx: Context, event_id: UUID) -> list[Person]:
    ids = await ctx.apis.get(Profiles).people_open_to_meet(ctx.caller, event_id)
    people = await _people(ctx, ids)
    return [people[id] for id in ids if id in people]


@graph.query("recommendations")
async def recommendations(ctx: Context, event_id: UUID, limit: int = 15) -> list[Recommendation]:
    return await ctx.apis.get(Profiles).recommendations(ctx.caller, event_id, limit)


@graph.query("matches")
async def matches(ctx: Context, event_id: UUID) -> Matches:
    return await ctx.apis.get(Profiles).matches(ctx.caller, event_id)


@graph.query("blockedPeople")
async def blocked_people(ctx: Context) -> list[Person]:
    ids = await ctx.apis.get(Profiles).blocks(ctx.caller)
    people = await _people(ctx, ids)
    return [people[id] for id in ids if id in people]


@graph.query("searchPeople")
async def search_people(ctx: Context, event_id: UUID, text: str) -> list[Person]:
    return await ctx.apis.get(Profiles).search(ctx.caller, event_id, text)


@graph.query("attendees")
async def attendees(ctx: Context, event_id: UUID, after: UUID | None = None) -> list[Person]:
    return await ctx.apis.get(Profiles).attendees(ctx.caller, event_id, after)


@graph.query("myRoleInvitations")
async def my_role_invitations(ctx: Context) -> list[RoleInvitation]:
    return await ctx.apis.get(Profiles).role_invitations(ctx.caller)


@graph.mutation("updateProfile")
async def update_profile(ctx: Context, input: ProfileInput) -> Person:
    return await ctx.apis.get(Profiles).update(ctx.caller, input)


@graph.mutation("setOpenToMeet")
async def set_open_to_meet(ctx: Context, event_id: UUID, open_to_meet: bool) -> bool:
    await ctx.apis.get(Profiles).set_open_to_meet(ctx.caller, event_id, open_to_meet)
    return open_to_meet


@graph.mutation("answerMatch")
async def answer_match(ctx: Context, event_id: UUID, person_id: UUID, answer: Answer | None = None) -> Match | None:
    return await ctx.apis.get(Profiles).answer(ctx.caller, event_id, person_id, answer)


@graph.mutation("blockPerson")
async def block_person(ctx: Context, person_id: UUID, blocked: bool) -> bool:
    await ctx.apis.get(Profiles).block(ctx.caller, person_id, blocked)
    return blocked


@graph.batched("Recommendation.person")
async def recommended_people(ctx: Context, recommendations: list[Recommendation]) -> list[Person | Problem]:
    return await _people_by_id(ctx, [recommendation.person_id for recommendation in recommendations])


@graph.batched("Match.person")
async def matched_people(ctx: Context, matches: list[Match]) -> list[Person | Problem]:
    return await _people_by_id(ctx, [match.person_id for match in matches])


@graph.batched("Event.host")
async def hosts(ctx: Context, events: list[Event]) -> list[Person | Problem]:
    people = await _people(ctx, [event.host_id for event in events])
    gone = Problem("not_found", "hostGone")
    return [people.get(event.host_id, gone) for event in events]


@graph.batched("TeamMember.person")
async def team_people(ctx: Context, members: list[TeamMember]) -> list[Person | Problem]:
    people = await _people(ctx, [member.user_id for member in members])
    gone = Problem("not_found", "personGone")
    return [people.get(member.user_id, gone) for member in members]


@graph.batched("RoleInvitation.inviter")
async def inviters(ctx: Context, invitations: list[RoleInvitation]) -> list[Person | Problem]:
    return await _people_by_id(ctx, [invitation.invited_by for invitation in invitations])


async def _people_by_id(ctx: Context, ids: list[UUID]) -> list[Person | Problem]:
    people = await _people(ctx, ids)
    return [people.get(id) or _no_such_person() for id in ids]


async def _people(ctx: Context, ids: Iterable[UUID]) -> dict[UUID, Person]:
    wanted = list(dict.fromkeys(ids))
    return {one.id: one for one in await ctx.apis.get(Profiles).people(ctx.caller, wanted)} if wanted else {}


def _no_such_person() -> Problem:
    return Problem("not_found", "nobodyByLink")
