"""Answering from memory: something in several codings, and what of it is sent to somebody who asks."""

import hashlib
from collections.abc import Mapping
from typing import Final

from starlette.datastructures import Headers
from starlette.types import Message

from hallway.gateway.http.compression import takes

CODINGS: Final = ("br", "gzip")
"""Best first."""

Fields = list[tuple[bytes, bytes]]


def fields(headers: Mapping[str, str]) -> Fields:
    """Headers as they are sent."""
    return [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers.items()]


class Variant:
    """Something in one coding: its bytes, and the headers that go with them. `about` are of the bytes, `common` of
    a 304 as well, `always` of every answer."""

    def __init__(
        self, body: bytes, coding: str | None, about: Fields, common: Fields, always: Fields, status: int = 200
    ) -> None:
        self.body = body
        self.status = status
        self.always = always
        self.ranges = (b"accept-ranges", b"bytes") in common
        seen = hashlib.sha256(body)
        for field in about:
            seen.update(b"\0".join(field))
        self.etag = f'"{seen.hexdigest()[:20]}"'.encode()
        coded = [(b"content-encoding", coding.encode())] if coding else []
        self.unchanged: Fields = [(b"etag", self.etag), *common, *always]
        self.header: Fields = [*about, *coded, *self.unchanged]
        self.whole: Fields = [(b"content-length", str(len(self.body)).encode()), *self.header]


def codings_for(accepted: str) -> list[str | None]:
    """What an Accept-Encoding takes, best first; None, as it is, last."""
    return [*(coding for coding in CODINGS if takes(accepted, coding)), None]


def answered(variant: Variant, method: str, headers: Headers) -> tuple[Message, Message]:
    """What is sent: the whole, a part of it, or that it is what the browser has."""
    nothing = [(b"content-length", b"0"), *variant.always]  # and nobody keeps that for ever
    if method not in ("GET", "HEAD"):
        return _sent(405, [(b"allow", b"GET, HEAD"), *nothing], b"")
    if variant.status == 200 and same(headers.get("if-none-match", ""), variant.etag):
        return _sent(304, variant.unchanged, b"")
    if method == "HEAD":
        return _sent(variant.status, variant.whole, b"")
    size = len(variant.body)
    asked = headers.get("range", "") if variant.ranges else ""
    current = headers.get("if-range", variant.etag.decode()) == variant.etag.decode()
    part = part_of(asked, size) if asked and current else None
    if part is None:
        return _sent(variant.status, variant.whole, variant.body)
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
