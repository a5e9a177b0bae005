"""An HTTP request for Engine.IO, what is answered, and what is kept of the one that opened a session."""

import asyncio
import logging
from collections.abc import Sequence
from enum import IntEnum
from http import HTTPStatus
from ipaddress import IPv6Address
from typing import Final, cast
from urllib.parse import parse_qsl

import msgspec

from picosio.engine.options import EngineOptions

Headers = Sequence[tuple[bytes, bytes]]
"""Names are in small letters."""

_MAX_FIELDS: Final = 32
_log: Final = logging.getLogger("picosio")
_COMMON_QUERY: Final = "EIO=4&transport=websocket"


class Code(IntEnum):
    """The protocol's codes of errors."""

    UNKNOWN_TRANSPORT = 0
    UNKNOWN_SID = 1
    BAD_METHOD = 2
    BAD_REQUEST = 3
    FORBIDDEN = 4
    BAD_VERSION = 5


class HttpError(Exception):
    """A request is refused."""

    def __init__(self, message: str = "Bad request", code: Code = Code.BAD_REQUEST, status: int = 400) -> None:
        super().__init__(message)
        self.status = status
        self.body = msgspec.json.encode({"code": code, "message": message})


class Request:
    """A request, whichever HTTP server has read it."""

    __slots__ = (
        "address", "body", "counted", "headers", "method", "path", "query", "query_string", "secure", "too_large"
    )  # fmt: skip

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
        self.counted = 0
        """1 if the connection it has come by is counted among those of its address."""
        if self.query_string == _COMMON_QUERY:
            self.query = {"EIO": "4", "transport": "websocket"}
            return
        try:
            self.query = dict(parse_qsl(self.query_string, max_num_fields=_MAX_FIELDS))
        except ValueError:
            self.query: dict[str, str] = {}

    @classmethod
    def from_connection(
        cls, connection: asyncio.Transport, method: str, url: bytes, headers: Headers, address: str = ""
    ) -> "Request":
        """The request whose head has come over a connection; `address` is the client's, if that is known."""
        path, _, query = url.partition(b"?")
        secure = connection.get_extra_info("ssl_object") is not None
        return cls(method, path.decode("latin-1"), query, headers, address or peer_address(connection), secure)

    def header(self, name: bytes) -> str | None:
        """The last header of that name."""
        found = [value for key, value in self.headers if key == name]
        return found[-1].decode("latin-1") if found else None

    def apply_forwarded(self) -> None:
        """Take the client's address and scheme from the headers of the proxy before us."""
        if forwarded := self.header(b"x-forwarded-for"):
            self.address = forwarded.rsplit(",", 1)[-1].strip()
        if scheme := self.header(b"x-forwarded-proto"):
            self.secure = scheme == "https"

    def origin_allowed(self, options: EngineOptions) -> bool:
        """Whether the page that asks may connect."""
        host = self.header(b"x-forwarded-host") if options.trust_proxy else None
        try:
            return (options.origins or _same_origin)(self.header(b"origin"), host or self.header(b"host"))
        except Exception:  # the application's own function: what it cannot read is no page of ours
            _log.exception("an origin could not be looked at")
            return False


class Response:
    """What is answered."""

    __slots__ = ("body", "headers", "status")

    def __init__(self, status: int, body: bytes = b"", content_type: bytes = b"text/plain; charset=UTF-8") -> None:
        self.status = status
        self.body = body
        self.headers: list[tuple[bytes, bytes]] = [
            (b"content-type", content_type),
            (b"content-length", b"%d" % len(body)),
            (b"cache-control", b"no-store"),
        ]

    @classmethod
    def of_error(cls, error: HttpError) -> "Response":
        """The answer to a request that is refused."""
        return cls(error.status, error.body, b"application/json")

    def write_to(self, connection: asyncio.Transport, keep_alive: bool) -> None:
        """Write it as HTTP/1.1."""
        lines = [b"HTTP/1.1 %d %b" % (self.status, HTTPStatus(self.status).phrase.encode())]
        lines += [name + b": " + value for name, value in self.headers]
        if not keep_alive:
            lines.append(b"connection: close")
        connection.write(b"\r\n".join(lines) + b"\r\n\r\n" + self.body)


class Handshake(msgspec.Struct, frozen=True):
    """The request that opened a session. Kept as the bytes that came, and parsed when somebody asks: most never do."""

    _raw: bytes
    query_string: str
    address: str
    secure: bool
    auth: object = None

    @classmethod
    def of(cls, request: Request) -> "Handshake":
        """That of a request."""
        raw = b"\n".join([name + b":" + value for name, value in request.headers])
        return cls(raw, request.query_string, request.address, request.secure)

    def with_auth(self, auth: object) -> "Handshake":
        """The same, with what the client has sent to connect to a namespace."""
        return self if auth is None else msgspec.structs.replace(self, auth=auth)

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


def peer_address(connection: asyncio.Transport) -> str:
    """The client's address; "" if it has none."""
    peer = cast("tuple[str, int] | str | None", connection.get_extra_info("peername"))
    return peer[0] if isinstance(peer, tuple) else ""


def network_of(address: str) -> str:
    """What an address is counted as: whoever has one IPv6 address has the 2**64 beside it. Other text is left."""
    if ":" not in address:
        return address
    try:
        ip = IPv6Address(address.partition("%")[0])
    except ValueError:  # what a proxy has said
        return address
    return str(ip.ipv4_mapped or IPv6Address(int(ip) >> 64 << 64))


def _same_origin(origin: str | None, host: str | None) -> bool:
    """Whether the page is from the same host as the server, or there is no page (programs send no Origin)."""
    return origin is None or (host is not None and origin.partition("://")[2].lower() == host.lower())


def same_path(path: str, other: str) -> bool:
    """Whether two paths are the same but for a slash at the end."""
    return path.rstrip("/") == other.rstrip("/")
