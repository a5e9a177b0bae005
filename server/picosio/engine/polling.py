"""The HTTP long-polling transport: requests in, responses out, whichever HTTP server is around it."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Final

from picosio.engine.request import BAD_REQUEST, Handshake, Refusal, Request, Response, admit, allowed_origin
from picosio.engine.session import NOOP, Session
from picosio.protocol import frames, packets
from picosio.protocol.packets import Message, PacketError

if TYPE_CHECKING:
    from picosio.server.server import Server

Respond = Callable[[Response], None]
_METHODS: Final = b"GET, POST, OPTIONS"


class Polling:
    """What a polling session has to say, and the request that waits for it."""

    __slots__ = ("_last", "_messages", "_respond", "_scheduled", "_session", "size", "upgrading")

    def __init__(self, session: Session) -> None:
        self._session = session
        self._messages: list[Message] = []
        self._respond: Respond | None = None
        self._scheduled = False
        self._last = False
        self.size = 0
        self.upgrading = False

    def push(self, message: Message) -> None:
        """Queue a message. What is said within one turn of the loop goes in one response."""
        self._messages.append(message)
        self.size += len(message.payload) + 1
        if self._respond is not None and not self._scheduled:
            self._scheduled = True
            self._session.server.loop.call_soon(self._flush)
        if self.size > self._session.server.options.max_unsent:
            self._session.overflow()

    def poll(self, respond: Respond) -> None:
        """A GET: answered as soon as there is something to say.

        Raises:
            Refusal: another one waits already; the session is closed.
        """
        if self._respond is not None:
            self._session.close("transport error")
            raise Refusal(BAD_REQUEST)
        self._respond = respond
        if self.upgrading and not self._messages:
            self._finish([NOOP])
        else:
            self._flush()

    def upgrade(self) -> None:
        """A probe has been answered: no request is to wait from now on."""
        self.upgrading = True
        self._finish([NOOP])

    def release(self) -> list[Message]:
        """Take what is queued; a request that waits is let go."""
        self._finish([NOOP])
        messages, self._messages, self.size = self._messages, [], 0
        return messages

    def end(self, packet: Message, last_words: bool) -> bool:
        """The session is closed. Returns whether what is left waits for another request."""
        if not last_words:
            self._messages.clear()
        self._messages.append(packet)
        self._last = last_words and self._respond is None
        self._flush()
        return self._last

    def abandoned(self, respond: Respond) -> None:
        """The connection of a request is gone; if it is the one that waits, so is the client."""
        if self._respond is respond:
            self._respond = None
            self._session.close("transport close")

    def _flush(self) -> None:
        self._scheduled = False
        if self._respond is not None and self._messages:
            messages, self._messages, self.size = self._messages, [], 0
            self._finish(messages)
            if self._last:
                self._session.server.bury(self._session)

    def _finish(self, messages: list[Message]) -> None:
        respond, self._respond = self._respond, None
        if respond is not None:
            respond(Response(200, b"\x1e".join([message.payload for message in messages])))


def handle(server: "Server", request: Request, respond: Respond) -> Callable[[], None] | None:
    """Answer a polling request, now or when there is something to say.

    Returns what is to be called if the client goes away before the answer, for a request that may have to wait.
    """

    def answer(response: Response) -> None:
        cors(server, request, response)
        respond(response)

    abandon: Callable[[], None] | None = None
    try:
        if request.method == "OPTIONS":
            answer(Response(204))
            return None
        session = admit(server, request, websocket=False)
        if session is None:
            _open(server, request, answer)
        elif request.method == "GET":
            abandon = _get(session, answer)
        elif request.method == "POST":
            _post(session, request)
            answer(Response(200, b"ok"))
        else:
            raise Refusal(BAD_REQUEST)
    except Refusal as refusal:
        answer(Response.refusing(refusal))
    return abandon


def _open(server: "Server", request: Request, answer: Respond) -> None:
    session = server.open(Handshake.of(request), None)
    response = Response(200, session.opening().payload)
    if server.options.cookie:
        response.headers.append((b"set-cookie", server.options.cookie.encode("latin-1")))
    answer(response)


def _get(session: Session, answer: Respond) -> Callable[[], None]:
    poll = session.poll
    if poll is None:
        raise Refusal(BAD_REQUEST)
    poll.poll(answer)
    return partial(poll.abandoned, answer)


def _post(session: Session, request: Request) -> None:
    content_type = (request.header(b"content-type") or "").partition(";")[0].strip().lower()
    if session.closed:
        raise Refusal(BAD_REQUEST)
    if content_type == "application/octet-stream":
        session.close("parse error")
        raise Refusal(BAD_REQUEST)
    if request.too_large:
        session.close("parse error", frames.TOO_BIG)
        raise Refusal((BAD_REQUEST[0], "Payload too large"), 413)
    try:
        received = packets.decode_payload(request.body, session.server.limits)
    except PacketError as error:
        session.close("parse error")
        raise Refusal((BAD_REQUEST[0], "Bad request")) from error
    for packet in received:
        session.receive(packet)
        if session.closed and packet != packets.CLOSE:
            raise Refusal(BAD_REQUEST)


def cors(server: "Server", request: Request, response: Response) -> None:
    """Let the page that asks read the answer, if its origin is allowed."""
    origin = request.header(b"origin")
    if origin is None or not allowed_origin(server.options, request):
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
