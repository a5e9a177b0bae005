"""The graph's fields about notices."""

from uuid import UUID

from hallway.kernel.graph import Context, Graph
from hallway.services.notifications.api import Notice, NoticeKind, Notices, Notifications, Preference
from hallway.services.profiles.api import Person, Profiles

graph = Graph()


@graph.query("notices")
async def notices(ctx: Context, after: UUID | None = None, limit: int = 30) -> Notices:
    return await ctx.apis.get(Notifications).notices(ctx.caller, after, limit)


@graph.query("noticePreferences")
async def preferences(ctx: Context) -> list[Preference]:
    return await ctx.apis.get(Notifications).preferences(ctx.caller)


@graph.mutation("markNoticesRead")
async def mark_read(ctx: Context, ids: list[UUID]) -> int:
    return await ctx.apis.get(Notifications).mark_read(ctx.caller, ids)


@graph.mutation("setNoticePreference")
async def set_preference(ctx: Context, kind: NoticeKind, in_app: bool) -> bool:
    await ctx.apis.get(Notifications).set_preference(ctx.caller, Preference(kind=kind, in_app=in_app))
    return in_app


@graph.batched("Notice.actor")
async def actors(ctx: Context, notices: list[Notice]) -> list[Person | None]:
    ids = {notice.actor_id for notice in notices if notice.actor_id}
    people = {person.id: person for person in await ctx.apis.get(Profiles).people(ctx.caller, list(ids))} if ids else {}
    return [people.get(notice.actor_id) if notice.actor_id else None for notice in notices]
