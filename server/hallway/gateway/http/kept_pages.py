"""Pages that are the same for everybody who is not signed in, and those that are so for everybody who is: made once for
all who ask, and answered from memory for the second or two that the page server says (docs/adr/0010-kept-pages.md)."""

import asyncio
import re
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping
from typing import Final, NamedTuple

from starlette.datastructures import Headers
from starlette.requests import HTTPConnection, cookie_parser
from starlette.types import ASGIApp, Receive, Scope, Send

from hallway.gateway.asking import Asker
from hallway.gateway.authentication import address_of
from hallway.gateway.cookies import ACCESS, LANGUAGE
from hallway.gateway.http.answering import Variant, answered, codings_for
from hallway.gateway.http.language import language_of
from hallway.gateway.http.said import TooMany
from hallway.gateway.http.shell import Shell
from hallway.kernel.caller import ANONYMOUS
from hallway.kernel.logging import begin_request
from hallway.kernel.tasks import end
from hallway.kernel.words import languages

PUBLIC: Final = re.compile(
    r"/(?:host|e/[a-z0-9-]{1,120}(?:/agenda|/sessions/[0-9a-f-]{36})?)?"
    r"|/(?:login|register)(?:\?next=(?:/|%2F)[A-Za-z0-9._~%/-]{0,160})?"
)
"""Which addresses may be of pages for whoever is not signed in; whether they are, the page server says. What else is in
an address is passed on with it, as it may have a say in the page."""
INSIDE: Final = re.compile(r"/|/e/[a-z0-9-]{1,120}/(?:lobby|agenda|people|matches|messages|sessions/[0-9a-f-]{36})")
"""Likewise of pages for whoever is: they have nothing of a person, or the answers to what they ask of one."""
INSTEAD: Final = re.compile(r"/e/[a-z0-9-]{1,120}")
"""Of pages that are made for each person, and would do as they are for everybody: the scripts bring what is theirs."""
SOMEBODY: Final = "hallway_somebody"
"""The cookie by which pages know that somebody may be signed in (web/src/lib/somebody.ts)."""
JOINED_SECONDS: Final = 2.0
"""A page that has been in the making for longer may be too old for who comes now."""
OVERHEAD: Final = 2_000
"""Bytes of a page beside its bodies."""


class Key(NamedTuple):
    """What a kept page depends on, and all that is told to who makes it."""

    address: str
    """Path, and query if there is one."""
    language: str
    inside: bool
    """Whether it is for whoever is signed in: what everybody may see of an event, and nothing of a person."""


class Page:
    """One page in its codings; with none it is not to be kept, and each asks for their own. `shell` is the same to be
    completed for each person."""

    def __init__(
        self,
        born: float,
        fresh: float,
        stale: float,
        variants: Mapping[str | None, Variant],
        shell: Shell | None = None,
    ) -> None:
        self.stale_at = born + fresh
        self.ends_at = born + fresh + stale
        self.variants = variants
        self.shell = shell
        self.size = OVERHEAD + sum(len(variant.body) for variant in variants.values()) + (shell.size if shell else 0)

    @property
    def is_there(self) -> bool:
        """Whether it is the page of something that there is."""
        return any(variant.status == 200 for variant in self.variants.values())

    def variant(self, accepted: str) -> Variant:
        """In the best coding that is accepted."""
        return next(self.variants[coding] for coding in codings_for(accepted) if coding in self.variants)


Make = Callable[[Key, Asker, bool], Awaitable[Page]]
"""Makes a page on behalf of who asked for it first; whether it has been there before."""


def key_of(scope: Scope, *, busy: bool = False) -> Key | None:
    """Which kept page answers this request, if one can: a document, whoever asks; `busy`: or would do for now."""
    if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD"):
        return None
    address: str = (scope.get("raw_path") or scope["path"].encode()).decode("latin-1")
    if query := scope["query_string"]:
        address = f"{address}?{query.decode('latin-1')}"
    headers = Headers(scope=scope)
    cookies = headers.get("cookie", "")
    inside = SOMEBODY in cookies or ACCESS in cookies
    if not (INSIDE if inside else PUBLIC).fullmatch(address) and not (inside and busy and INSTEAD.fullmatch(address)):
        return None
    if headers.get("sec-fetch-dest", "document") != "document" or "rsc" in headers or "authorization" in headers:
        return None
    return Key(address, language_of(headers), inside) if _plain_language(cookies) else None


def _plain_language(cookies: str) -> bool:
    """Whether the language that a cookie names, if one does, is one of those that are here too."""
    named = cookies.count(LANGUAGE)
    return not named or (named == 1 and cookie_parser(cookies).get(LANGUAGE) in languages())


class KeptPages:
    """The pages, of at most so many bytes in all."""

    def __init__(self, make: Make, most: int) -> None:
        self._make = make
        self._most = most
        self._pages: OrderedDict[Key, Page] = OrderedDict()
        self._making: dict[Key, tuple[float, asyncio.Task[Page]]] = {}
        self.size = 0

    def at_hand(self, key: Key) -> Page | None:
        """The page, unless it is too old; the last for which this was asked is the last to be forgotten."""
        page = self._pages.get(key)
        if page is None or _now() >= page.ends_at:
            return None
        self._pages.move_to_end(key)
        return page

    async def page(self, key: Key, asker: Asker) -> Page:
        """The page at hand, else made: once for all who ask meanwhile, whether they wait for it or go away."""
        while (page := self.at_hand(key)) is None:
            try:
                return await asyncio.shield(self.begin(key, asker))
            except TooMany as refused:
                if refused.who == asker.who:
                    raise
        self.refresh(key, page, asker)
        return page

    def refresh(self, key: Key, page: Page, asker: Asker) -> None:
        """Have one that is about to be too old made anew."""
        if _now() >= page.stale_at:
            self.begin(key, asker)

    def begin(self, key: Key, asker: Asker) -> "asyncio.Task[Page]":
        """Have the page made, unless it is already."""
        begun, making = self._making.get(key, (0.0, None))
        if making is not None and _now() < begun + JOINED_SECONDS:
            return making
        task = asyncio.create_task(self._made(key, asker))
        self._making[key] = (_now(), task)
        task.add_done_callback(lambda done: self._over(key, done))
        return task

    async def _made(self, key: Key, asker: Asker) -> Page:
        begin_request()
        known = key in self._pages and self._pages[key].is_there
        page = await self._make(key, asker, known)
        former = self._pages.pop(key, None)
        self._pages[key] = page
        self.size += page.size - (former.size if former else 0)
        while self.size > self._most:
            self.size -= self._pages.popitem(last=False)[1].size
        return page

    def _over(self, key: Key, task: "asyncio.Task[Page]") -> None:
        if self._making.get(key, (0.0, None))[1] is task:
            del self._making[key]
        if not task.cancelled():
            task.exception()  # who waits for it is told; perhaps nobody does

    async def stop(self) -> None:
        """Make no more."""
        await end([task for _, task in self._making.values()])


class FromMemory:
    """In front of `app`: kept pages that are young enough and need nothing of who asks, before anything is made for a
    request; one that is about to be too old is made anew meanwhile."""

    def __init__(self, app: ASGIApp, kept: KeptPages, trust_proxy: bool) -> None:
        self._app = app
        self._kept = kept
        self._trust_proxy = trust_proxy

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        key = key_of(scope)
        page = self._kept.at_hand(key) if key else None
        headers = Headers(scope=scope)
        is_theirs = page is not None and page.shell is not None and ACCESS in headers.get("cookie", "")
        if key is None or page is None or not page.variants or is_theirs:
            await self._app(scope, receive, send)
            return
        address = address_of(HTTPConnection(scope), self._trust_proxy)
        self._kept.refresh(key, page, Asker(ANONYMOUS, address, False))
        for message in answered(page.variant(headers.get("accept-encoding", "")), scope["method"], headers):
            await send(message)


def _now() -> float:
    return asyncio.get_running_loop().time()
