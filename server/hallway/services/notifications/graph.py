"""The graph's fields about notifications."""

from uuid import UUID

from hallway.kernel.graph import Context, Graph
from hallway.services.events.api import Events
from hallway.services.notifications.api import (
    Notification,
    NotificationKind,
    NotificationPage,
    NotificationPreference,
    Notifications,
)
from hallway.services.profiles.api import Person, Profiles

graph = Graph()


@graph.query("notifications")
async def notifications(ctx: Context, after: UUID | None = None, limit: int = 30) -> NotificationPage:
    return await ctx.apis.get(Notifications).notifications(ctx.caller, after, limit)


@graph.query("notificationPreferences")
async def preferences(ctx: Context) -> list[NotificationPreference]:
    return await ctx.apis.get(Notifications).preferences(ctx.caller)


@graph.mutation("markNotificationsRead")
async def mark_read(ctx: Context, ids: list[UUID]) -> int:
    return await ctx.apis.get(Notifications).mark_read(ctx.caller, ids)


@graph.mutation("setNotificationPreference")
async def set_preference(ctx: Context, kind: NotificationKind, in_app: bool) -> bool:
    preference = NotificationPreference(kind=kind, in_app=in_app)
    await ctx.apis.get(Notifications).set_preference(ctx.caller, preference)
    return in_app


@graph.batched("Notification.actorInTeam")
async def actors_in_team(ctx: Context, items: list[Notification]) -> list[bool]:
    asked = {item.event_id for item in items if item.event_id and item.actor_id}
    teams = await ctx.apis.get(Events).staff(ctx.caller, list(asked)) if asked else {}
    staff = {(event_id, one.user_id) for event_id, team in teams.items() for one in team}
    return [(item.event_id, item.actor_id) in staff for item in items]


@graph.batched("Notification.actor")
async def actors(ctx: Context, items: list[Notification]) -> list[Person | None]:
    ids = {item.actor_id for item in items if item.actor_id}
    people = {person.id: person for person in await ctx.apis.get(Profiles).people(ctx.caller, list(ids))} if ids else {}
    return [people.get(item.actor_id) if item.actor_id else None for item in items]
