"""The web server that draws pages, asked by the gateway: so much at a time, and by everybody in turn."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack
from http import HTTPStatus
from typing import Final, NamedTuple
from urllib.parse import urlsplit

import aiohttp
import structlog
from multidict import CIMultiDict
from yarl import URL

from hallway.gateway.asking import NOBODY, PERSON, Asker
from hallway.gateway.http.said import busy, down
from hallway.kernel.errors import Problem
from hallway.kernel.fair_queue import FairQueue, Share
from hallway.kernel.logging import request_id
from hallway.kernel.settings import Settings

EVERYBODYS: Final = "everybodys"
"""Kept pages that have been there before: they take turns with what everybody else asks, so that whoever asks for many
that are not there keeps nobody from those."""
CONNECT_SECONDS: Final = 3
READ_SECONDS: Final = 60
LATE_SECONDS: Final = 4.0
"""A page that failed after so long did not get what it shows in time (web/src/lib/server-graphql.ts waits for 5 s)."""


class Ask(NamedTuple):
    """What is asked of it. The address, path and query, is sent as it is."""

    method: str
    address: str
    headers: Mapping[str, str]
    data: AsyncIterator[bytes] | None = None


class PageServer:
    """At `settings.web_url`. Raises a Said: 503 when it is not one's turn in time, or when a page fails that has waited
    for what it shows; 502 without an answer."""

    def __init__(self, settings: Settings, session: aiohttp.ClientSession) -> None:
        self._web = settings.web_url.rstrip("/")
        self._scheme = urlsplit(settings.public_url).scheme
        self._session = session
        self._wait = settings.pages_seconds
        running, waiting = settings.pages_running, settings.pages_waiting
        most = Share(together=running, each=max(1, running // 2), waiting=waiting)
        self._queue = FairQueue("pages", running, {PERSON: most, NOBODY: most, EVERYBODYS: most})
        self._busy_from = running - 2

    @property
    def is_busy(self) -> bool:
        """Whether so many pages are being made that one more would take a while."""
        return self._queue.free <= self._busy_from

    async def page(self, ask: Ask, asker: Asker, *, known: bool = False) -> aiohttp.ClientResponse:
        """The head of a page, when it is its turn. `known`: a kept page that has been there before."""
        async with AsyncExitStack() as stack:
            turn = self._queue.turn(*((EVERYBODYS, ask.address) if known else (asker.kind, asker.who)))
            try:
                async with asyncio.timeout(self._wait):
                    await stack.enter_async_context(turn)
            except (TimeoutError, Problem) as error:
                raise busy() from error
            begun = asyncio.get_running_loop().time()
            answer = await self.file(ask)
            if answer.status == HTTPStatus.INTERNAL_SERVER_ERROR and self._is_late(begun):
                answer.close()
                raise busy()
            return answer

    @staticmethod
    def _is_late(begun: float) -> bool:
        return asyncio.get_running_loop().time() - begun > LATE_SECONDS

    async def file(self, ask: Ask) -> aiohttp.ClientResponse:
        """The same at once, for what costs nothing to make."""
        told = CIMultiDict(ask.headers)
        told["x-forwarded-proto"] = self._scheme
        told["x-request-id"] = request_id()
        try:
            return await self._session.request(
                ask.method,
                URL(self._web + ask.address, encoded=True),
                headers=told,
                data=ask.data,
                allow_redirects=False,
                timeout=aiohttp.ClientTimeout(total=None, sock_connect=CONNECT_SECONDS, sock_read=READ_SECONDS),
            )
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            structlog.get_logger().warning("the web server does not answer", error=repr(error))
            raise down() from error
