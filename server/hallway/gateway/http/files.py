"""The files that pages load: what the build has named by its contents and compressed, answered from memory.

A page loads some thirty of them, so they come first of all, before anything is made for a request. A file that is not
there (pages of another machine, a build since) is the web server's to answer."""

import hashlib
import mimetypes
from pathlib import Path
from typing import Final

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from hallway.gateway.http.compression import takes

PREFIX: Final = "/_next/static/"
FOLDER: Final = Path(".next", "standalone", "web", ".next", "static")
"""Below the web's folder: where its build leaves them."""
CODINGS: Final = {"br": ".br", "gzip": ".gz"}
"""Best first, each with the ending of the files that are compressed so."""
FOR_EVER: Final = b"public, max-age=31536000, immutable"
"""The name changes with the contents."""
TYPES: Final = {".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8", ".woff2": "font/woff2"}

Fields = list[tuple[bytes, bytes]]


class Variant:
    """One file in one coding: its bytes, and the header that goes with them."""

    def __init__(self, path: Path, kind: str, coding: str | None, always: Fields) -> None:
        self.body = path.read_bytes()
        self.etag = f'"{hashlib.sha256(self.body).hexdigest()[:20]}"'.encode()
        self.always = always
        coded = [(b"content-encoding", coding.encode())] if coding else []
        self.unchanged: Fields = [
            *((b"etag", self.etag), (b"cache-control", FOR_EVER), (b"vary", b"accept-encoding")),
            *((b"accept-ranges", b"bytes"), *always),
        ]
        self.header: Fields = [(b"content-type", kind.encode()), *coded, *self.unchanged]
        self.whole: Fields = [(b"content-length", str(len(self.body)).encode()), *self.header]


class Files:
    """In front of `app`: the files below the folder that the build has left in `web_dir`, and `app` for all else.
    `always` are headers of every answer."""

    def __init__(self, app: ASGIApp, web_dir: Path, always: dict[str, str]) -> None:
        self._app = app
        self._folder = web_dir / FOLDER
        self._always = [(name.encode(), value.encode()) for name, value in always.items()]
        self._paths = {PREFIX + path.relative_to(self._folder).as_posix(): path for path in self._there()}
        self._read: dict[tuple[str, str], Variant] = {}

    def _there(self) -> list[Path]:
        return [path for path in self._folder.rglob("*") if path.is_file() and path.suffix not in CODINGS.values()]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"] in self._paths:
            headers = Headers(scope=scope)
            variant = self._variant(scope["path"], headers.get("accept-encoding", ""))
            if variant is not None:
                for message in answered(variant, scope["method"], headers):
                    await send(message)
                return
        await self._app(scope, receive, send)

    def _variant(self, path: str, accepted: str) -> Variant | None:
        """In the best coding that there is and that is accepted; None for a file that has gone meanwhile."""
        for coding in (*(one for one in CODINGS if takes(accepted, one)), None):
            if (known := self._read.get((path, coding or ""))) is not None:
                return known
            file = self._paths[path]
            file = file.with_name(file.name + CODINGS[coding]) if coding else file
            if not file.exists():
                continue
            kind = TYPES.get(self._paths[path].suffix) or mimetypes.guess_type(path)[0] or "application/octet-stream"
            made = self._read[path, coding or ""] = Variant(file, kind, coding, self._always)
            return made
        return None


def answered(variant: Variant, method: str, headers: Headers) -> tuple[Message, Message]:
    """What is sent: the whole, a part of it, or that it is what the browser has."""
    nothing = [(b"content-length", b"0"), *variant.always]  # and nobody keeps that for ever
    if method not in ("GET", "HEAD"):
        return _sent(405, [(b"allow", b"GET, HEAD"), *nothing], b"")
    if same(headers.get("if-none-match", ""), variant.etag):
        return _sent(304, variant.unchanged, b"")
    if method == "HEAD":
        return _sent(200, variant.whole, b"")
    size = len(variant.body)
    asked = headers.get("range", "")
    current = headers.get("if-range", variant.etag.decode()) == variant.etag.decode()
    part = part_of(asked, size) if asked and current else None
    if part is None:
        return _sent(200, variant.whole, variant.body)
    if not part:
        return _sent(416, [(b"content-range", f"bytes */{size}".encode()), *nothing], b"")
    where = (b"content-range", f"bytes {part.start}-{part.stop - 1}/{size}".encode())
    length = (b"content-length", str(len(part)).encode())
    return _sent(206, [length, where, *variant.header], variant.body[part.start : part.stop])


def _sent(status: int, header: Fields, body: bytes) -> tuple[Message, Message]:
    return (
        {"type": "http.response.start", "status": status, "headers": header},
        {"type": "http.response.body", "body": body},
    )


def same(known: str, etag: bytes) -> bool:
    """Whether an If-None-Match names this."""
    return known.strip() == "*" or etag.decode() in (one.strip().removeprefix("W/") for one in known.split(","))


def part_of(asked: str, size: int) -> range | None:
    """Which bytes a Range asks for, of so many: none of them if it is past the end; None where it is to be ignored
    (several parts, other units, nonsense), as RFC 9110 allows."""
    unit, _, span = asked.partition("=")
    first, dash, last = span.strip().partition("-")
    digits = [one for one in (first, last) if one]
    usable = all(one.isascii() and one.isdecimal() and len(one) < 16 for one in digits)
    if unit.strip().lower() != "bytes" or not dash or not digits or not usable:
        return None
    if not first:
        return range(max(0, size - int(last)), size)
    if last and int(last) < int(first):
        return None
    return range(min(int(first), size), min(int(last) + 1 if last else size, size))
