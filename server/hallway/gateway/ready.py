"""Questions to the graph whose answer is kept, before anything is made for a request.

What is recognised here has been answered before by the whole way, with the same host, origin, media types and body: all
that decides whether such a request is well-formed, allowed from where it comes, and of a document that anybody may ask.
What remains to be decided is who asks, and whether the answer still counts for them."""

from collections.abc import Awaitable, Callable
from typing import Final

from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from hallway.gateway.answers import KeptAnswers
from hallway.gateway.asking import VISITOR_HEADER, Asking
from hallway.gateway.authentication import Authenticator
from hallway.gateway.http.json import JSON_HEADERS
from hallway.kernel.connections import signed_in

PATH: Final = "/graphql"
Fields = list[tuple[bytes, bytes]]


class Ready:
    """In front of `app`: what is kept, and `app` for all else. `always` are headers of every answer."""

    def __init__(
        self,
        app: ASGIApp,
        answers: KeptAnswers,
        authenticator: Authenticator,
        asking: Asking,
        always: dict[str, str],
    ) -> None:
        self._app = app
        self._answers = answers
        self._authenticator = authenticator
        self._asking = asking
        more = {**JSON_HEADERS, **always, "vary": "accept, accept-encoding"}
        self._always: Fields = [(name.encode(), value.encode()) for name, value in more.items()]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] != PATH or scope["method"] != "POST":
            await self._app(scope, receive, send)
            return
        first = await receive()
        for message in self._answer(scope, first):
            await send(message)
            scope = {}
        if scope:
            await self._app(scope, _after(first, receive), send)

    def _answer(self, scope: Scope, first: Message) -> tuple[Message, ...]:
        """All of the answer; nothing if it has to be asked for the whole way."""
        if first["type"] != "http.request" or first.get("more_body"):
            return ()
        raw: Fields = scope["headers"]
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in raw}
        if len(headers) < len(raw) or VISITOR_HEADER in headers or scope["query_string"]:
            return ()
        known = self._answers.recognised(headers, first["body"])
        caller = self._authenticator.known(headers) if known else None
        if known is None or caller is None or self._asking.knows(HTTPConnection(scope), caller):
            return ()
        kept = self._answers.find(known.key, caller.user_id)
        if kept is None:
            return ()
        signed_in(scope, caller.user_id)
        coding, body = kept.for_accepted(headers.get("accept-encoding", ""))
        coded = [(b"content-encoding", coding.encode())] if coding else []
        length = (b"content-length", str(len(body)).encode())
        kind = (b"content-type", known.media_type.encode())
        start: Message = {
            "type": "http.response.start", "status": 200, "headers": [kind, length, *coded, *self._always],
        }  # fmt: skip
        return start, {"type": "http.response.body", "body": body}


def _after(first: Message, receive: Receive) -> Callable[[], Awaitable[Message]]:
    """`receive`, beginning with what was received already."""
    waiting = [first]

    async def next_one() -> Message:
        return waiting.pop() if waiting else await receive()

    return next_one
