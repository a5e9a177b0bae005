"""An HTTP request for Engine.IO, what is allowed in it, and what is answered."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qsl

import msgspec

if TYPE_CHECKING:
    from picosio.engine.session import Session
    from picosio.server.server import Options, Server

Headers = Sequence[tuple[bytes, bytes]]

UNKNOWN_TRANSPORT: Final = 0, "Transport unknown"
UNKNOWN_SID: Final = 1, "Session ID unknown"
BAD_METHOD: Final = 2, "Bad handshake method"
BAD_REQUEST: Final = 3, "Bad request"
FORBIDDEN: Final = 4, "Forbidden"
BAD_VERSION: Final = 5, "Unsupported protocol version"
_MAX_FIELDS: Final = 32
_USUAL: Final = "EIO=4&transport=websocket"


class Refusal(Exception):
    """A request that is refused, with the code and words of the protocol."""

    def __init__(self, error: tuple[int, str], status: int = 400) -> None:
        super().__init__(error[1])
        self.status = status
        self.body = msgspec.json.encode({"code": error[0], "message": error[1]})


class Request:
    """What both HTTP faces make of a request. Names of headers are in small letters."""

    __slots__ = ("address", "body", "headers", "method", "own", "path", "query", "query_string", "secure", "too_large")

    def __init__(
        self, method: str, path: str, query_string: bytes, headers: Headers, address: str, secure: bool
    ) -> None:
        self.method = method
        self.path = path
        self.headers = headers
        self.query_string = query_string.decode("latin-1")
        self.address = address
        self.secure = secure
        self.body = b""
        self.too_large = False
        self.own = 0
        """1 if the connection it has come by is counted among those of its address."""
        if self.query_string == _USUAL:
            self.query = {"EIO": "4", "transport": "websocket"}
            return
        try:
            self.query = dict(parse_qsl(self.query_string, max_num_fields=_MAX_FIELDS))
        except ValueError:
            self.query: dict[str, str] = {}

    def header(self, name: bytes) -> str | None:
        """The last header of that name."""
        found = [value for key, value in self.headers if key == name]
        return found[-1].decode("latin-1") if found else None

    def behind_proxy(self) -> None:
        """Believe what the proxy before us says of the client: the address it has seen, and how it was asked."""
        if forwarded := self.header(b"x-forwarded-for"):
            self.address = forwarded.rsplit(",", 1)[-1].strip()
        if scheme := self.header(b"x-forwarded-proto"):
            self.secure = scheme == "https"


class Response:
    """What is answered."""

    __slots__ = ("body", "close", "headers", "status")

    def __init__(self, status: int, body: bytes = b"", content_type: bytes = b"text/plain; charset=UTF-8") -> None:
        self.status = status
        self.body = body
        self.close = False
        self.headers: list[tuple[bytes, bytes]] = [
            (b"content-type", content_type),
            (b"content-length", b"%d" % len(body)),
            (b"cache-control", b"no-store"),
        ]

    @classmethod
    def refusing(cls, refusal: Refusal) -> "Response":
        """The answer to a request that is refused."""
        return cls(refusal.status, refusal.body, b"application/json")


class Handshake:
    """How a client came. Kept as the bytes that came, and read when somebody asks: most are never looked at."""

    __slots__ = ("_raw", "address", "auth", "query_string", "secure")

    def __init__(self, raw: bytes, query_string: str, address: str, secure: bool, auth: object = None) -> None:
        self._raw = raw
        self.query_string = query_string
        self.address = address
        self.secure = secure
        self.auth = auth

    @classmethod
    def of(cls, request: Request) -> "Handshake":
        """That of a request."""
        raw = b"\n".join([name + b":" + value for name, value in request.headers])
        return cls(raw, request.query_string, request.address, request.secure)

    def with_auth(self, auth: object) -> "Handshake":
        """The same, with what the client has said on entering a namespace."""
        if auth is None:
            return self
        return Handshake(self._raw, self.query_string, self.address, self.secure, auth)

    @property
    def headers(self) -> dict[str, str]:
        """Headers by their names in small letters; several of one name are joined by commas (cookies by semicolons)."""
        found: dict[str, str] = {}
        for line in self._raw.decode("latin-1").split("\n"):
            name, _, value = line.partition(":")
            joint = "; " if name == "cookie" else ", "
            found[name] = found[name] + joint + value if name in found else value
        return found

    @property
    def query(self) -> dict[str, str]:
        """The query's parameters."""
        return dict(parse_qsl(self.query_string, max_num_fields=_MAX_FIELDS))


def same_origin(origin: str | None, host: str | None) -> bool:
    """Whether the page is from the same host as the server, or there is no page (programs send no Origin)."""
    return origin is None or (host is not None and origin.partition("://")[2].lower() == host.lower())


def allowed_origin(options: "Options", request: Request) -> bool:
    """Whether a page of that origin may connect."""
    host = request.header(b"x-forwarded-host") if options.trust_proxy else None
    return (options.origins or same_origin)(request.header(b"origin"), host or request.header(b"host"))


def admit(server: "Server", request: Request, websocket: bool) -> "Session | None":
    """The session that a request belongs to, or None if it may open one.

    Raises:
        Refusal: the protocol, the origin or a limit is against it.
    """
    options = server.options
    if options.trust_proxy:
        request.behind_proxy()
    transport = request.query.get("transport")
    if transport not in options.transports:
        raise Refusal(UNKNOWN_TRANSPORT)
    if request.query.get("EIO") != "4":
        raise Refusal(BAD_VERSION)
    if not allowed_origin(options, request):
        raise Refusal(FORBIDDEN, 403)
    if websocket != (transport == "websocket"):
        raise Refusal(BAD_REQUEST)
    sid = request.query.get("sid")
    if sid is not None:
        session = server.session(sid)
        if session is None:
            raise Refusal(UNKNOWN_SID)
        if transport == "polling" and session.transport != "polling":
            raise Refusal(BAD_REQUEST)
        return session
    if request.method != "GET":
        raise Refusal(BAD_METHOD)
    if server.draining:
        raise Refusal((BAD_REQUEST[0], "Server is going away"), 503)
    if server.addresses[request.address] - request.own >= options.max_connections_per_address:
        raise Refusal((FORBIDDEN[0], "Too many connections"), 429)
    return None
