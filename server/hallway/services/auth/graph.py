"""Auth's part of the graph. Signing in and out is not in it: that sets cookies, which is the gateway's."""

from uuid import UUID

from hallway.kernel.graph import Context, Graph
from hallway.kernel.roles import WHOLE_EVENT, EventRole, RoleScope
from hallway.services.auth.api import Auth, DeviceSession, PlatformRole, TeamMember, User
from hallway.services.auth.demo_api import DemoAuth, Persona

graph = Graph()


@graph.query("me")
async def me(ctx: Context) -> User | None:
    return await ctx.apis.get(Auth).me(ctx.caller) if ctx.caller.user_id else None


@graph.query("sessions")
async def sessions(ctx: Context) -> list[DeviceSession]:
    return await ctx.apis.get(Auth).sessions(ctx.caller)


@graph.query("personas")
async def personas(ctx: Context) -> list[Persona]:
    demo = ctx.apis.find(DemoAuth)
    return await demo.personas(ctx.caller) if demo else []


@graph.query("eventTeam")
async def event_team(ctx: Context, event_id: UUID) -> list[TeamMember]:
    return await ctx.apis.get(Auth).event_team(ctx.caller, event_id)


@graph.mutation("endSession")
async def end_session(ctx: Context, session_id: UUID) -> bool:
    await ctx.apis.get(Auth).end_session(ctx.caller, session_id)
    return True


@graph.mutation("endOtherSessions")
async def end_other_sessions(ctx: Context) -> int:
    return await ctx.apis.get(Auth).end_other_sessions(ctx.caller)


@graph.mutation("setLanguage")
async def set_language(ctx: Context, language: str | None = None) -> User:
    return await ctx.apis.get(Auth).set_language(ctx.caller, language)


@graph.query("publishers")
async def publishers(ctx: Context, user_ids: list[UUID]) -> list[UUID]:
    return await ctx.apis.get(Auth).publishers(ctx.caller, user_ids)


@graph.mutation("setPlatformRole")
async def set_platform_role(ctx: Context, user_id: UUID, role: PlatformRole, held: bool) -> bool:
    await ctx.apis.get(Auth).set_platform_role(ctx.caller, user_id, role, held)
    return held


@graph.mutation("grantEventRole")
async def grant_event_role(
    ctx: Context, event_id: UUID, user_id: UUID, role: EventRole, scope: RoleScope = WHOLE_EVENT
) -> bool:
    await ctx.apis.get(Auth).grant_event_role(ctx.caller, event_id, user_id, role, scope)
    return True


@graph.mutation("revokeEventRole")
async def revoke_event_role(
    ctx: Context, event_id: UUID, user_id: UUID, role: EventRole | None = None, scope: RoleScope = WHOLE_EVENT
) -> bool:
    await ctx.apis.get(Auth).revoke_event_role(ctx.caller, event_id, user_id, role, scope)
    return True


@graph.mutation("acceptEventRole")
async def accept_event_role(ctx: Context, event_id: UUID) -> bool:
    await ctx.apis.get(Auth).accept_event_role(ctx.caller, event_id)
    return True


@graph.mutation("declineEventRole")
async def decline_event_role(ctx: Context, event_id: UUID) -> bool:
    await ctx.apis.get(Auth).decline_event_role(ctx.caller, event_id)
    return True


@graph.mutation("leaveEventTeam")
async def leave_event_team(ctx: Context, event_id: UUID) -> bool:
    await ctx.apis.get(Auth).leave_event_team(ctx.caller, event_id)
    return True
