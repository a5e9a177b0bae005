"""The graph's fields about calls."""

from uuid import UUID

from hallway.kernel.errors import Problem
from hallway.kernel.graph import Context, Graph
from hallway.services.events.api import Events
from hallway.services.events.values import Event
from hallway.services.profiles.api import Person, Profiles
from hallway.services.video.api import Call, IceServers, Video

graph = Graph()


@graph.query("call")
async def call(ctx: Context, id: UUID) -> Call:
    return await ctx.apis.get(Video).call(ctx.caller, id)


@graph.query("ringingCalls")
async def ringing_calls(ctx: Context) -> list[Call]:
    return await ctx.apis.get(Video).ringing(ctx.caller)


@graph.query("iceServers")
async def ice_servers(ctx: Context) -> IceServers:
    return await ctx.apis.get(Video).ice_servers(ctx.caller)


@graph.batched("Call.staffIds")
async def staff_ids(ctx: Context, calls: list[Call]) -> list[list[UUID]]:
    teams = await ctx.apis.get(Events).staff(ctx.caller, [call.event_id for call in calls])
    ids = {event_id: [one.user_id for one in team] for event_id, team in teams.items()}
    return [[id for id in ids.get(call.event_id, []) if id in (call.caller_id, *call.invited_ids)] for call in calls]


@graph.mutation("startCall")
async def start_call(ctx: Context, id: UUID, event_id: UUID, person_ids: list[UUID]) -> Call:
    return await ctx.apis.get(Video).ring(ctx.caller, id, event_id, person_ids)


@graph.mutation("inviteToCall")
async def invite_to_call(ctx: Context, call_id: UUID, person_ids: list[UUID]) -> Call:
    return await ctx.apis.get(Video).invite(ctx.caller, call_id, person_ids)


@graph.mutation("declineCall")
async def decline_call(ctx: Context, call_id: UUID) -> bool:
    await ctx.apis.get(Video).decline(ctx.caller, call_id)
    return True


@graph.batched("Call.event")
async def events(ctx: Context, calls: list[Call]) -> list[Event | Problem]:
    ids = list({call.event_id for call in calls})
    found = {event.id: event for event in await ctx.apis.get(Events).events_by_id(ctx.caller, ids)}
    gone = Problem("not_found", "noSuchEvent")
    return [found.get(call.event_id, gone) for call in calls]


@graph.batched("Call.caller")
async def callers(ctx: Context, calls: list[Call]) -> list[Person | Problem]:
    people = await _people(ctx, {call.caller_id for call in calls})
    gone = Problem("not_found", "callerGone")
    return [people.get(call.caller_id, gone) for call in calls]


@graph.batched("Call.invited")
async def invited(ctx: Context, calls: list[Call]) -> list[list[Person]]:
    people = await _people(ctx, {person for call in calls for person in call.invited_ids})
    return [[people[person] for person in call.invited_ids if person in people] for call in calls]


async def _people(ctx: Context, ids: set[UUID]) -> dict[UUID, Person]:
    return {person.id: person for person in await ctx.apis.get(Profiles).people(ctx.caller, list(ids))}
