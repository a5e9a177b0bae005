"""Files that are too large for the graph: `POST /upload/schedule/<event id>?filename=...`, the file as the body."""

from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from hallway.gateway.authentication import Authenticator
from hallway.gateway.http.json import answer, read_body, refusal
from hallway.kernel.apis import Apis
from hallway.kernel.errors import Problem
from hallway.kernel.settings import Settings
from hallway.services.events.api import Events


class Uploads:
    """Takes a schedule for an event and answers the report of the import that it starts."""

    def __init__(self, settings: Settings, apis: Apis, authenticator: Authenticator) -> None:
        self._largest = settings.upload_bytes
        self._apis = apis
        self._authenticator = authenticator

    def routes(self) -> list[Route]:
        """The endpoint."""
        return [Route("/upload/schedule/{event_id:uuid}", self.schedule, methods=["POST"])]

    async def schedule(self, request: Request) -> Response:
        """Start an import; who may is decided by events, before the file is read for people not signed in."""
        try:
            caller = await self._authenticator.of(request.headers)
            caller.require_user()
            event_id: UUID = request.path_params["event_id"]
            filename = request.query_params.get("filename", "schedule")[:200]
            data = await read_body(request, self._largest)
            return answer(await self._apis.get(Events).import_schedule(caller, event_id, data, filename), 202)
        except Problem as problem:
            return refusal(problem)
