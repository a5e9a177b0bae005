"""The HTTP long-polling transport: requests in, responses out, whichever HTTP server is around it."""

import asyncio
from collections.abc import Callable
from functools import partial
from typing import Final

from picosio.engine.engine import Engine
from picosio.engine.request import Handshake, HttpError, Request, Response
from picosio.engine.session import CLOSE, GRACEFUL, NOOP, Session
from picosio.protocol import frames, packets
from picosio.protocol.packets import Message, PacketError

Respond = Callable[[Response], None]
_METHODS: Final = b"GET, POST, OPTIONS"


class Polling:
    """The messages that wait for a client's next request, or the request that waits for a message."""

    __slots__ = ("_engine", "_last", "_messages", "_respond", "_scheduled", "_size", "session")

    name = "polling"
    write: Callable[[bytes], None] | None = None

    def __init__(self, engine: Engine, handshake: Handshake) -> None:
        self._engine = engine
        self._messages: list[Message] = []
        self._size = 0
        self._respond: Respond | None = None
        self._scheduled = False
        self._last = False
        self.session: Session = engine.open(handshake, self)

    def send(self, message: Message) -> None:
        """Queue a message. Those of one turn of the loop go in one response."""
        self._messages.append(message)
        self._size += len(message.payload) + 1
        if self._respond is not None and not self._scheduled:
            self._scheduled = True
            asyncio.get_running_loop().call_soon(self._flush)
        if self._size > self._engine.options.max_unsent:
            self.session.overflow()

    def unsent(self) -> int:
        return self._size

    def poll(self, respond: Respond) -> None:
        """A GET: answered as soon as there is a message.

        Raises:
            HttpError: another one waits already; the session is closed.
        """
        if self._respond is not None:
            self.session.close("transport error")
            raise HttpError()
        self._respond = respond
        if self.session.upgrading and not self._messages:
            self._answer([NOOP])
        else:
            self._flush()

    def pause(self) -> None:
        """Let a request that waits go, since a WebSocket takes over."""
        self._answer([NOOP])

    def release(self) -> list[Message]:
        """Take out the messages that wait."""
        self._answer([NOOP])
        messages, self._messages, self._size = self._messages, [], 0
        return messages

    def close(self, code: int, text: str, reason: str) -> None:
        """Answer the request that waits; for reasons in `GRACEFUL`, otherwise the next one."""
        if reason not in GRACEFUL:
            self._messages.clear()
        self._messages.append(NOOP if reason == "transport close" else CLOSE)
        if self._respond is not None:
            self._flush()
        elif reason in GRACEFUL:
            self._last = True
            self._engine.linger(self.session)

    def abandon(self, respond: Respond) -> None:
        """The connection of a request is lost; if it is the one that waits, so is the client."""
        if self._respond is respond:
            self._respond = None
            self.session.close("transport close")

    def _flush(self) -> None:
        self._scheduled = False
        if self._respond is not None and self._messages:
            messages, self._messages, self._size = self._messages, [], 0
            self._answer(messages)
            if self._last:
                self._engine.discard(self.session)

    def _answer(self, messages: list[Message]) -> None:
        respond, self._respond = self._respond, None
        if respond is not None:
            respond(Response(200, b"\x1e".join([message.payload for message in messages])))


def handle(engine: Engine, request: Request, respond: Respond) -> Callable[[], None] | None:
    """Answer a polling request, now or when there is a message.

    Returns what is to be called if the client goes away before the answer, for a request that may have to wait.
    """

    def answer(response: Response) -> None:
        _allow_origin(engine, request, response)
        respond(response)

    try:
        if request.method == "OPTIONS":
            answer(Response(204))
            return None
        session = engine.admit(request, websocket=False)
        if session is None:
            _open(engine, request, answer)
        elif request.method == "GET":
            return _get(session, answer)
        elif request.method == "POST":
            _post(engine, session, request)
            answer(Response(200, b"ok"))
        else:
            raise HttpError()
    except HttpError as error:
        answer(Response.of_error(error))
    return None


def _open(engine: Engine, request: Request, answer: Respond) -> None:
    polling = Polling(engine, Handshake.of(request))
    response = Response(200, polling.session.opening().payload)
    if engine.options.cookie:
        response.headers.append((b"set-cookie", engine.options.cookie.encode("latin-1")))
    answer(response)


def _get(session: Session, answer: Respond) -> Callable[[], None]:
    polling = session.transport
    if not isinstance(polling, Polling):
        raise HttpError()
    polling.poll(answer)
    return partial(polling.abandon, answer)


def _post(engine: Engine, session: Session, request: Request) -> None:
    content_type = (request.header(b"content-type") or "").partition(";")[0].strip().lower()
    if session.closed:
        raise HttpError()
    if content_type == "application/octet-stream":
        session.close("parse error")
        raise HttpError()
    if request.too_large:
        session.close("parse error", frames.TOO_BIG)
        raise HttpError("Payload too large", status=413)
    try:
        received = packets.decode_payload(request.body, engine.limits)
    except PacketError as error:
        session.close("parse error")
        raise HttpError() from error
    for packet in received:
        session.receive(packet)
        if session.closed and packet != packets.CLOSE:
            raise HttpError()


def _allow_origin(engine: Engine, request: Request, response: Response) -> None:
    """Let the page that asks read the answer, if its origin is allowed (CORS)."""
    origin = request.header(b"origin")
    if origin is None or not request.origin_allowed(engine.options):
        return
    response.headers += [
        (b"access-control-allow-origin", origin.encode("latin-1")),
        (b"access-control-allow-credentials", b"true"),
        (b"vary", b"Origin"),
    ]
    if request.method == "OPTIONS":
        asked = request.header(b"access-control-request-headers") or "content-type"
        response.headers.append((b"access-control-allow-methods", _METHODS))
        response.headers.append((b"access-control-allow-headers", asked.encode("latin-1")))
