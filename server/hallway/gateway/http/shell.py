"""A page for everybody who is signed in, completed for one of them: what the page asks first of whoever opens it is
answered within it (docs/adr/0012-first-answers.md)."""

import re
import zlib
from collections.abc import Sequence
from typing import Final

import msgspec

from hallway.gateway.http.answering import Fields

QUESTIONS_ID: Final = b"first-questions"
"""The element with the questions (web/src/lib/first-answers.ts)."""
MOST_QUESTIONS: Final = 8
LEVEL: Final = 6
GZIP_HEAD: Final = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"
NO_HEADER: Final = -zlib.MAX_WBITS
"""As deflate is in gzip: parts that end on a byte, and need nothing of what is before them, follow one another."""


class Question(msgspec.Struct, frozen=True, rename="camel"):
    """What a page asks: a document of the web's build, by its hash."""

    document_id: str
    operation_name: str
    variables: dict[str, object]
    needs: list[str] = []
    """Places in the data, as "event.stars": at one of them something must be, for the page to be theirs."""


class _Questions(msgspec.Struct, frozen=True):
    questions: list[Question]


def questions_in(body: bytes, nonce: bytes) -> tuple[list[Question], int]:
    """The questions of a page, and where they end in it; only of a script that the page server itself has written, told
    by its nonce."""
    script = rb'<script\b(?=[^<>]*\sid="%b")(?=[^<>]*\snonce="%b")[^<>]*>(.*?)</script>'
    found = re.search(script % (QUESTIONS_ID, re.escape(nonce)), body, re.DOTALL)
    if found is None:
        return [], 0
    return msgspec.json.decode(found[1], type=_Questions).questions[:MOST_QUESTIONS], found.end()


class Shell:
    """A page in two parts, each compressed once for all; the answers go between them."""

    def __init__(self, questions: Sequence[Question], head: bytes, tail: bytes, headers: Fields) -> None:
        self.questions = questions
        self._headers = headers
        self._head, self._tail = head, tail
        self._deflated_head = _deflated(head, LEVEL, zlib.Z_FULL_FLUSH)
        self._deflated_tail = _deflated(tail, LEVEL, zlib.Z_FINISH)
        self._crc = zlib.crc32(head)
        self.size = len(head) + len(tail) + len(self._deflated_head) + len(self._deflated_tail)

    def completed(self, answers: bytes, zipped: bool) -> tuple[Fields, bytes]:
        """Headers and body with these answers, JSON that is part of the page from here on."""
        part = b'<script id="first-answers" type="application/json">%b</script>' % answers.replace(b"<", b"\\u003c")
        if not zipped:
            return self._sent(self._head + part + self._tail)
        crc = zlib.crc32(self._tail, zlib.crc32(part, self._crc))
        size = (len(self._head) + len(part) + len(self._tail)) & 0xFFFFFFFF
        deflated = self._deflated_head + _deflated(part, 1, zlib.Z_FULL_FLUSH) + self._deflated_tail
        fields, body = self._sent(GZIP_HEAD + deflated + crc.to_bytes(4, "little") + size.to_bytes(4, "little"))
        return [*fields, (b"content-encoding", b"gzip")], body

    def _sent(self, body: bytes) -> tuple[Fields, bytes]:
        return [(b"content-length", str(len(body)).encode()), *self._headers], body


def _deflated(data: bytes, level: int, end: int) -> bytes:
    deflate = zlib.compressobj(level, zlib.DEFLATED, NO_HEADER)
    return deflate.compress(data) + deflate.flush(end)
