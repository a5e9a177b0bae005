"""Everything that is not ours is a page: one that is the same for everybody is kept, any other is passed on to the web
server and back, streaming both ways."""

import asyncio
from collections.abc import AsyncIterator
from ipaddress import IPv4Address
from typing import Final
from urllib.parse import urlsplit
from zlib import crc32

import aiohttp
import structlog
from multidict import CIMultiDict
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from hallway.gateway.asking import VISITOR_HEADER, Asker, Asking
from hallway.gateway.authentication import Authenticator, address_of
from hallway.gateway.cookies import LANGUAGE
from hallway.gateway.http.answering import Fields, Variant, answered, fields
from hallway.gateway.http.compression import takes
from hallway.gateway.http.first_answers import Graph, answers_of
from hallway.gateway.http.json import refusal
from hallway.gateway.http.kept_pages import SOMEBODY, KeptPages, Key, Page, key_of
from hallway.gateway.http.making import life_of, made_of
from hallway.gateway.http.page_server import Ask, PageServer
from hallway.gateway.http.said import Said, TooMany, down
from hallway.gateway.http.security import headers_of
from hallway.gateway.http.shell import Shell
from hallway.kernel.caller import ANONYMOUS
from hallway.kernel.errors import Problem
from hallway.kernel.settings import Settings

HOP_BY_HOP: Final = {
    *("connection", "keep-alive", "proxy-authenticate", "proxy-authorization", "proxy-connection", "te", "trailer"),
    *("transfer-encoding", "upgrade", "forwarded", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto"),
    *("surrogate-control", "surrogate-capability"),  # between us and the page server
    VISITOR_HEADER,  # ours to give
}
PAGE_BODY: Final = 64 * 1024
"""Bytes. Pages send what is larger to the graph, or as an upload."""
FILES: Final = "/_next/"
"""Below it are files that belong to pages, which cost nothing to make."""
KEPT_BODY: Final = 4 * 1024 * 1024
"""Bytes of a page that is kept: the agenda of 1,105 sessions without scripts has less than one."""
KEPT_SECONDS: Final = 20.0
"""For a page that many wait for."""
LOCAL: Final = IPv4Address("127.0.0.1")
"""Whose question it is what goes into a page for everybody: ours. A page that has been there before has an address of
its own, so that it takes turns with others as anybody does."""
NAME: Final = "Hallway"
"""As a browser is named: to it pages come with all of their head first (web/next.config.ts)."""


class Pages:
    """Pages of the web server."""

    def __init__(
        self,
        settings: Settings,
        session: aiohttp.ClientSession,
        authenticator: Authenticator,
        asking: Asking,
        graph: Graph,
    ) -> None:
        self._settings = settings
        self._host = urlsplit(settings.public_url).netloc
        self._always = fields(headers_of(settings))
        self._server = PageServer(settings, session)
        self._authenticator = authenticator
        self._asking = asking
        self._graph = graph
        self.kept = KeptPages(self._make, settings.kept_pages_bytes)

    async def __call__(self, request: Request) -> Response:
        """The page, or one that says what is wrong."""
        asker = await self._asker(request)
        try:
            key = None if self._settings.dev else key_of(request.scope, busy=self._server.is_busy)
            page = await self.kept.page(key, asker) if key else None
            if page and page.shell and asker.caller.user_id:
                return await self._completed(page.shell, request, asker)
            if page and page.variants:
                return _Answer(page.variant(request.headers.get("accept-encoding", "")))
            return await self._passed_on(request, asker)
        except Said as said:
            return said.page(request)

    async def _completed(self, shell: Shell, request: Request, asker: Asker) -> Response:
        """With what the page asks of them; as the web server draws it for them where it is not theirs."""
        answers = await answers_of(shell.questions, asker, self._graph)
        if answers is None:
            return await self._passed_on(request, asker)
        zipped = takes(request.headers.get("accept-encoding", ""), "gzip")
        return _Sent(*shell.completed(answers.encoded(), zipped))

    async def _passed_on(self, request: Request, asker: Asker) -> Response:
        """The web server's answer as it comes."""
        is_file = request.url.path.startswith(FILES)
        if not is_file:
            await self._count(asker)
        address = request.scope.get("raw_path", request.url.path.encode()).decode("ascii", "replace")
        if query := request.url.query:
            address = f"{address}?{query}"
        if problem := _too_much(request):
            return refusal(problem)
        has_body = request.headers.get("content-length", "0") != "0" or "transfer-encoding" in request.headers
        ask = Ask(request.method, address, self._headers(request, asker), request.stream() if has_body else None)
        upstream = await (self._server.file(ask) if is_file else self._server.page(ask, asker))
        response = StreamingResponse(self._stream(upstream), upstream.status)
        dropped = HOP_BY_HOP | _named(upstream.headers.getall("connection", []))
        response.raw_headers = [
            (name.lower(), value)
            for name, value in upstream.raw_headers
            if name.lower().decode("latin-1") not in dropped
        ]
        return response

    async def _make(self, key: Key, asker: Asker, known: bool) -> Page:
        """A page as nobody gets it, or anybody inside: nothing of who asks is told to who makes it, but that they are
        counted."""
        await self._count(asker)
        address = str(LOCAL + (crc32(key.address.encode()) & 0xFFFF) if known else LOCAL)
        ours = Asker(ANONYMOUS, address, True)
        headers = {
            "host": self._host,
            "x-forwarded-host": self._host,
            "x-forwarded-for": address,
            "accept": "text/html",
            "accept-encoding": "identity",
            "accept-language": key.language,
            "cookie": f"{LANGUAGE}={key.language}" + (f"; {SOMEBODY}=1" if key.inside else ""),
            "user-agent": NAME,
            VISITOR_HEADER: self._asking.vouch(ours),
        }
        born = asyncio.get_running_loop().time()
        upstream = await self._server.page(Ask("GET", key.address, headers), asker, known=known)
        async with upstream:
            # What is not there for everybody may be there for who asks.
            final = (200,) if key.inside else (200, 404)
            life = life_of(upstream.headers) if upstream.status in final else None
            body = await self._whole(upstream) if life else None
        if life is None or body is None:
            return Page(born, 1.0, 0.0, {})
        made = await asyncio.to_thread(made_of, upstream.status, upstream.headers, body, self._always)
        if made is None:
            structlog.get_logger().warning("a page could not be kept", address=key.address)
            return Page(born, *life, {})
        return Page(born, *life, *made)

    @staticmethod
    async def _whole(upstream: aiohttp.ClientResponse) -> bytes | None:
        """The body; None for one that is too large to be kept."""
        try:
            async with asyncio.timeout(KEPT_SECONDS):
                await upstream.content.readexactly(KEPT_BODY + 1)
        except asyncio.IncompleteReadError as ended:
            return ended.partial
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            structlog.get_logger().warning("the web server does not end a page", error=repr(error))
            raise down() from error
        return None

    async def _count(self, asker: Asker) -> None:
        try:
            await self._asking.count_page(asker)
        except Problem as problem:
            raise TooMany(asker.who, problem.data.retry_after or 1) from problem

    async def _asker(self, request: Request) -> Asker:
        try:
            caller = await self._authenticator.of(request.headers)
        except Problem:  # the page says so, and refreshes it
            caller = ANONYMOUS
        return Asker(caller, address_of(request, self._settings.trust_proxy), False)

    def _headers(self, request: Request, asker: Asker) -> CIMultiDict[str]:
        dropped = HOP_BY_HOP | _named(request.headers.getlist("connection"))
        headers = CIMultiDict((name, value) for name, value in request.headers.items() if name not in dropped)
        headers.setdefault("accept-encoding", "identity")  # else the client in between asks for what it likes
        headers["x-forwarded-for"] = asker.address
        headers[VISITOR_HEADER] = self._asking.vouch(asker)
        headers["x-forwarded-host"] = request.headers.get("host", "")
        return headers

    @staticmethod
    async def _stream(upstream: aiohttp.ClientResponse) -> AsyncIterator[bytes]:
        async with upstream:
            async for chunk in upstream.content.iter_any():
                yield chunk


class _Answer(Response):
    """A kept page, to who waited for it."""

    def __init__(self, variant: Variant) -> None:
        super().__init__()
        self._variant = variant

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        for message in answered(self._variant, scope["method"], Request(scope).headers):
            await send(message)


class _Sent(Response):
    """A page that was completed, to HEAD without its body."""

    def __init__(self, headers: Fields, body: bytes) -> None:
        super().__init__(body)
        self.raw_headers = headers


def _too_much(request: Request) -> Problem | None:
    """No page takes a large body, nor one of a length that is not said: nothing of it is passed on."""
    size = request.headers.get("content-length", "0")
    if "transfer-encoding" in request.headers:
        return Problem("invalid", "lengthMissing")
    if not (size.isascii() and size.isdecimal() and len(size) < 10 and int(size) <= PAGE_BODY):
        return Problem("too_large", "tooMuchSent", kilobytes=PAGE_BODY // 1024)
    return None


def _named(values: list[str]) -> frozenset[str]:
    """The further hop-by-hop headers that a Connection header names."""
    return frozenset(part.strip().lower() for value in values for part in value.split(","))
