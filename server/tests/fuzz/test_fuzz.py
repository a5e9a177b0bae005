"""A short campaign of each kind, and what parses what others wrote takes time in proportion to its length."""

import time
from collections.abc import Callable
from contextlib import suppress
from uuid import uuid4

import pytest
from starlette.datastructures import Headers
from starlette.requests import cookie_parser

from hallway.gateway.authentication import bearer
from hallway.gateway.http.compression import compressed
from hallway.gateway.http.security import HOST, Origins
from hallway.kernel.errors import Problem
from hallway.kernel.settings import Settings
from hallway.kernel.text import clean_line, clean_paragraphs, strip_invisible
from hallway.services.chat.messages.body import excerpt, mentioned
from hallway.services.events.agenda.search.query import tsquery_of
from picosio.engine.request import Request
from picosio.protocol import packets
from tests.conftest import StartApp
from tests.fuzz.campaign import SETTINGS, Gateway, campaign

ROUNDS = 15
NO_END = 10**9
TIMES = 16


async def test_a_short_campaign(start_app: StartApp) -> None:
    """`make nightly` runs a long one; a failure's case is run again by `python -m tests.fuzz.campaign --case …`."""
    result = await campaign(Gateway(await start_app(**SETTINGS)), "short", lambda number: number < ROUNDS)
    assert not result.failures
    assert set(result.cases.values()) == {ROUNDS}


def _request(header: str, value: str) -> Request:
    return Request("GET", "/", value.encode("latin-1", "replace"), [(header.encode(), value.encode())], "", False)


LIMITS = packets.Limits()
MARKS = (
    "\u0301\u0316",
    "\u0344\u0327",
    "\u0f73",
    "\u0301\u200b\u0316",
    "\u0301\ud83d\u0316",
    "\u0301\x01\u0316",
    "e\u0301\u0316",
)
PARSERS: list[tuple[str, Callable[[str], object], tuple[str, ...]]] = [
    ("a line", lambda text: clean_line(text, NO_END, "name"), (*MARKS, " \u2028", "\ufdfa", "\x00a")),
    ("paragraphs", lambda text: clean_paragraphs(text, NO_END, "bio"), (*MARKS, "\r\n", " \t", "\u200d")),
    ("anything", strip_invisible, (*MARKS, "\U000e0001", "\r")),
    ("mentions", mentioned, ("@[", "@[a](", f"@[a]({uuid4()})", "@[" + "a" * 79, "[](")),
    ("an excerpt", excerpt, ("@[", "@[a](", f"@[a]({uuid4()}) ", " ")),
    ("a search", tsquery_of, ('"', "-", 'a"', '-"a" ')),
    ("a packet", lambda text: packets.decode(f'2["a","{text}"]', LIMITS), ("\\ud83d", "\\\\", "\\u0041", "[{", "😀")),
    ("a name", lambda text: packets.decode(f'2["{text}"]', LIMITS), ("\\ude00", "\\n")),
    (
        "a payload",
        lambda text: packets.decode_payload(text.encode(), packets.Limits(max_packets=NO_END)),
        ("2\x1e", "bAA\x1e2"),
    ),
    ("a query", lambda text: _request("x", text), ("a=b&", "&", "%", "a=%41;")),
    ("forwarded", lambda text: _request("x-forwarded-for", text).apply_forwarded(), (",", " ", "1.2.3.4, ")),
    ("cookies", lambda text: cookie_parser(text), (";", '="', "a=b; ", '"\\')),
    ("a token", lambda text: bearer(Headers({"authorization": text})), (" ", "Bearer ", "Bearer\t")),
    (
        "codings",
        lambda text: compressed(b"", text) or compressed(b"x" * 3000, text),
        (",", ";q=0,", "gzip;q=0,", "gzip;q=0.0"),
    ),
    ("a host", HOST.fullmatch, ("a", "[", "1:", "a.", ":")),
]


@pytest.mark.parametrize(
    ("parse", "piece"),
    [pytest.param(parse, piece, id=f"{name} {piece!a}"[:40]) for name, parse, of in PARSERS for piece in of],
)
def test_time_grows_with_length(parse: Callable[[str], object], piece: str) -> None:
    """Sixteen times the length takes about sixteen times as long: a square would be 256 times. The least of some runs
    counts, in time that this thread computes."""
    short, long = piece * (8_000 // len(piece)), piece * (TIMES * 8_000 // len(piece))
    once = spent(parse, short)
    assert spent(parse, long) < max(once, 0.0002) * TIMES * 5


def spent(parse: Callable[[str], object], text: str) -> float:
    """Seconds of this thread's."""
    return min(_once(parse, text) for _ in range(3))


def _once(parse: Callable[[str], object], text: str) -> float:
    before = time.thread_time()
    with suppress(Problem, packets.PacketError):  # refused is an answer too
        parse(text)
    return time.thread_time() - before


@pytest.mark.parametrize("origin", ["http://[", "http://" + "[" * 1000, "://", "\x00", "http://a:b", "x" * 10_000])
def test_origins_never_raise(settings: Settings, origin: str) -> None:
    assert not Origins(settings).allows(origin, "localhost")
