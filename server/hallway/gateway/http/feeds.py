"""Agendas for other programs: `/e/<slug>/schedule.xml`, `.json` and `.ics` (`?track=<id>` for one track), and what
somebody starred at `/calendar/<secret>.ics`."""

from collections.abc import Awaitable, Callable
from datetime import UTC
from email.utils import format_datetime
from typing import Final
from uuid import UUID

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from hallway.gateway.asking import Asker, Asking
from hallway.gateway.authentication import Authenticator, address_of
from hallway.gateway.http.compression import compressed
from hallway.gateway.http.json import with_retry
from hallway.kernel.apis import Apis
from hallway.kernel.audit import audit_problem
from hallway.kernel.caller import ANONYMOUS
from hallway.kernel.errors import Problem
from hallway.kernel.settings import Settings
from hallway.services.events.api import Events
from hallway.services.events.values import Feed, FeedFormat

FORMATS: Final[dict[str, FeedFormat]] = {"xml": "frab", "json": "schedule", "ics": "icalendar"}
ENDING: Final = ".ics"
KEPT_SECONDS: Final = 300
"""For so long others may go on with what they have: a calendar asks once an hour at most."""
NO_PAGE: Final = {"content-security-policy": "default-src 'none'; frame-ancestors 'none'"}
SECRET: Final = {"referrer-policy": "no-referrer", "x-robots-tag": "noindex"}
"""Of an answer whose address is nobody else's business."""


class Feeds:
    """Answers programs that have no cookie, and browsers, which show or keep the file."""

    def __init__(self, settings: Settings, apis: Apis, authenticator: Authenticator, asking: Asking) -> None:
        self._settings = settings
        self._apis = apis
        self._authenticator = authenticator
        self._asking = asking

    def routes(self) -> list[Route]:
        """The endpoints."""
        schedules = [
            Route(f"/e/{{slug}}/schedule.{ending}", self._schedule(format), methods=["GET"])
            for ending, format in FORMATS.items()
        ]
        # Whatever begins with this may have a secret in it: none of it is passed on.
        return [*schedules, Route("/calendar/{name:path}", self.starred, methods=["GET"])]

    def _schedule(self, format: FeedFormat) -> Callable[[Request], Awaitable[Response]]:
        async def schedule(request: Request) -> Response:
            try:
                asker = await self._asker(request)
                await self._asking.count_page(asker)
                track = _track(request.query_params.get("track"))
                async with self._asking.turn(asker):
                    slug = request.path_params["slug"]
                    feed = await self._apis.get(Events).feed(asker.caller, slug, format, track)
            except Problem as problem:
                return _refused(problem)
            if not feed.public:
                return _answer(request, feed, {"cache-control": "private, no-store"})
            headers = {"cache-control": f"public, max-age={KEPT_SECONDS}", "access-control-allow-origin": "*"}
            return _answer(request, feed, headers)

        return schedule

    async def starred(self, request: Request) -> Response:
        """What somebody starred, for who has the address."""
        try:
            asker = Asker(ANONYMOUS, address_of(request, self._settings.trust_proxy), False)
            await self._asking.count_page(asker)
            name = str(request.path_params["name"])
            token = name.removesuffix(ENDING) if name.endswith(ENDING) else ""
            async with self._asking.turn(asker):
                feed = await self._apis.get(Events).starred_feed(ANONYMOUS, token)
        except Problem as problem:
            response = _refused(problem)
            response.headers.update(SECRET)
            return response
        return _answer(request, feed, {"cache-control": f"private, max-age={KEPT_SECONDS}", **SECRET})

    async def _asker(self, request: Request) -> Asker:
        try:
            caller = await self._authenticator.of(request.headers)
        except Problem:  # what has run out is as good as nothing here
            caller = ANONYMOUS
        return Asker(caller, address_of(request, self._settings.trust_proxy), False)


def _track(text: str | None) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError as error:
        raise Problem("not_found", "noSuchTrack") from error


def _refused(problem: Problem) -> Response:
    audit_problem(problem)
    headers = {**NO_PAGE, "cache-control": "no-store"}
    return with_retry(PlainTextResponse(f"{problem.message}\n", problem.status, headers), problem)


def _answer(request: Request, feed: Feed, more: dict[str, str]) -> Response:
    """The file; or that nothing has changed, to who has it."""
    tag = f'W/"{feed.tag}"'  # the same for what is compressed and what is not
    headers = {
        **NO_PAGE,
        **more,
        "etag": tag,
        "last-modified": format_datetime(feed.modified_at.astimezone(UTC), usegmt=True),
        "vary": "accept-encoding",
    }
    if _has(request.headers.get("if-none-match", ""), feed.tag):
        return Response(None, 304, headers)
    content = feed.content
    headers |= {"content-type": feed.content_type, "content-disposition": f'inline; filename="{feed.filename}"'}
    if smaller := compressed(content, request.headers.get("accept-encoding", "")):
        content = smaller
        headers["content-encoding"] = "gzip"
    return Response(content, 200, headers)


def _has(given: str, tag: str) -> bool:
    return any(one.strip().removeprefix("W/") in (f'"{tag}"', "*") for one in given.split(","))
