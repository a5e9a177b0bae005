"""Files that are too large for the graph: `POST /upload/schedule/<event id>?filename=...`, the file as the body."""

from collections.abc import Generator
from contextlib import contextmanager
from typing import Final
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from hallway.gateway.authentication import Authenticator
from hallway.gateway.http.json import answer, read_body, refusal
from hallway.kernel.apis import Apis
from hallway.kernel.connections import signed_in
from hallway.kernel.errors import Problem
from hallway.kernel.settings import Settings
from hallway.services.events.api import Events

MOST_AT_ONCE: Final = 4
"""Files that are held in memory, of 16 MB at most; each person may send one at a time."""


class Uploads:
    """Takes a schedule for an event and answers the report of the import that it starts."""

    def __init__(self, settings: Settings, apis: Apis, authenticator: Authenticator) -> None:
        self._largest = settings.upload_bytes
        self._apis = apis
        self._authenticator = authenticator
        self._uploading: set[UUID] = set()

    def routes(self) -> list[Route]:
        """The endpoint."""
        return [Route("/upload/schedule/{event_id:uuid}", self.schedule, methods=["POST"])]

    async def schedule(self, request: Request) -> Response:
        """Start an import. Events says who may, before anything of the file is read."""
        try:
            caller = await self._authenticator.of(request.headers)
            user_id = caller.require_user()
            signed_in(request.scope, user_id)
            events, event_id = self._apis.get(Events), UUID(str(request.path_params["event_id"]))
            filename = request.query_params.get("filename", "schedule")[:200]
            await events.require_import(caller, event_id)
            with self._turn(user_id):
                data = await read_body(request, self._largest)
                return answer(await events.import_schedule(caller, event_id, data, filename), 202)
        except Problem as problem:
            return refusal(problem)

    @contextmanager
    def _turn(self, user_id: UUID) -> Generator[None]:
        if user_id in self._uploading:
            raise Problem("too_many", "sendingAlready", retry_after=5)
        if len(self._uploading) >= MOST_AT_ONCE:
            raise Problem("unavailable", "othersSending", retry_after=60)
        self._uploading.add(user_id)
        try:
            yield
        finally:
            self._uploading.remove(user_id)
