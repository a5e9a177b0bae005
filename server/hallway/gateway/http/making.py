"""What becomes of a page that is kept: its scripts are allowed by their hashes, and it is compressed, once for all."""

import hashlib
import re
from base64 import b64encode
from collections.abc import Mapping
from typing import Final, NamedTuple

import brotli
from isal import igzip
from multidict import CIMultiDictProxy

from hallway.gateway.http.answering import Fields, Variant
from hallway.gateway.http.shell import Shell, questions_in

POLICY: Final = "content-security-policy"
KEPT_HEADERS: Final = ("content-type", POLICY, "link")
"""Of what the page server says, all that goes with a kept page; more would have to be looked at."""
NONCE: Final = re.compile(r"'nonce-([A-Za-z0-9+/=_-]{16,64})'")
LONGEST_POLICY: Final = 6_000
"""Characters: proxies take 8 kB of headers in all."""
LIFE: Final = re.compile(r"max-age=(\d{1,3})(?:, ?stale-while-revalidate=(\d{1,3}))?")
BROTLI_QUALITY: Final = 5
"""The event page of 1,105 sessions in milliseconds; at 11 it takes a hundred times as long for a tenth less."""
GZIP_LEVEL: Final = 2
NOTHING_KEPT: Final[Fields] = [(b"cache-control", b"private, no-store")]
COMMON: Final[Fields] = [
    (b"cache-control", b"public, no-cache"),  # whoever has it asks whether it still is so; and it is answered at once
    (b"vary", b"accept-encoding, accept-language, cookie, rsc, sec-fetch-dest"),
]


def life_of(headers: Mapping[str, str]) -> tuple[float, float] | None:
    """For how many seconds the page server lets us answer this page without asking, and how many more while one is
    made; None for a page that is not everybody's."""
    found = LIFE.fullmatch(headers.get("surrogate-control", ""))
    if found is None or "set-cookie" in headers or not headers.get("content-type", "").startswith("text/html"):
        return None
    return float(found[1]), float(found[2] or 0)


class Made(NamedTuple):
    """A page as it is kept."""

    variants: dict[str | None, Variant]
    shell: Shell | None
    """The same to be completed for each person, if it has questions to ask of them."""


def made_of(status: int, headers: CIMultiDictProxy[str], body: bytes, always: Fields) -> Made | None:
    """The page in its codings; None if it cannot be kept as it is. Takes milliseconds: for a thread.

    The page server marks the scripts that it wrote itself by a nonce, which would be good for nobody but the first. So
    these, and no others that a page may have got into it, are allowed by what they say.
    """
    kept = {name: ", ".join(headers.getall(name)) for name in KEPT_HEADERS if name in headers}
    nonce = NONCE.search(kept.get(POLICY, ""))
    if nonce is None:
        return None
    mark = nonce[1].encode()
    questions, end = questions_in(body, mark)
    head, hashes = without_nonce(body[:end], mark)
    tail, more = without_nonce(body[end:], mark)
    body, hashes = head + tail, dict.fromkeys([*hashes, *more])
    policy = kept[POLICY].replace(f"{nonce[0]} 'strict-dynamic'", " ".join(hashes))
    kept[POLICY] = policy
    kept["link"] = kept.get("link", "").replace(f'; nonce="{nonce[1]}"', "")
    if len(policy) > LONGEST_POLICY or any(nonce[1] in value for value in kept.values()):
        return None
    about = [(name.encode(), value.encode("latin-1", "replace")) for name, value in kept.items() if value]
    coded: dict[str | None, bytes] = {
        "br": brotli.compress(body, quality=BROTLI_QUALITY),
        "gzip": igzip.compress(body, GZIP_LEVEL, mtime=0),
        None: body,
    }
    variants = {coding: Variant(some, coding, about, COMMON, always, status) for coding, some in coded.items()}
    return Made(variants, Shell(questions, head, tail, [*about, *NOTHING_KEPT, *always]) if questions else None)


def without_nonce(body: bytes, nonce: bytes) -> tuple[bytes, list[str]]:
    """The page without the nonce, and the hashes of the inline scripts that had it. Who writes into a page cannot know
    the nonce of the moment, so nothing else is taken for such a script."""
    started = re.compile(rb'<script\b[^<>]*\snonce="' + re.escape(nonce) + rb'"[^<>]*>(.*?)</script\b', re.DOTALL)
    marked = rb' nonce="' + nonce + rb'"'
    texts = [text.replace(marked, b"").replace(nonce, b"") for text in started.findall(body) if text]
    hashes = [f"'sha256-{b64encode(hashlib.sha256(text).digest()).decode()}'" for text in dict.fromkeys(texts)]
    return body.replace(marked, b"").replace(nonce, b""), hashes
