"""A page server for tests: it draws into each page everything that it was told, and waits when it is told to."""

import asyncio
import json
from typing import Any

from aiohttp import web

NONCE = "bm9uY2Utbm9uY2Utbm9uYw=="
POLICY = f"default-src 'self'; script-src 'self' 'nonce-{NONCE}' 'strict-dynamic'; connect-src 'self' ws://{{host}}"
SCRIPT = "window.words = 1 < 2"
EVERYBODYS = "max-age=600, stale-while-revalidate=60"
"""Longer than any machine takes for a test: what is to be older is made so by `pass_time`."""


class PageServer:
    """What it was asked for, and what it answers."""

    def __init__(self) -> None:
        self.port = 0
        self.asked: list[dict[str, str]] = []
        self.version = 1
        self.status = 200
        self.marked = EVERYBODYS
        self.more: dict[str, str] = {}
        self.filling = ""
        self.questions: list[dict[str, object]] = []
        """What its pages ask first."""
        self.ends = True
        self.waits = 0
        self.open = asyncio.Event()
        self.open.set()

    async def page(self, request: web.Request) -> web.StreamResponse:
        """Any page."""
        headers = {name.lower(): value for name, value in request.headers.items()}
        self.asked.append({"": request.raw_path, "method": request.method, **headers})
        version, status = self.version, self.status
        self.waits += 1
        await self.open.wait()
        self.waits -= 1
        told = {"content-security-policy": POLICY.format(host=headers["host"]), **self.more}
        told["link"] = f'</a.css>; rel=preload; nonce="{NONCE}"; as="style"'
        if self.marked and "hallway_access" not in headers.get("cookie", ""):
            told["surrogate-control"] = self.marked
        answer = web.StreamResponse(status=status, headers={"content-type": "text/html; charset=utf-8", **told})
        answer.enable_chunked_encoding()
        await answer.prepare(request)
        await answer.write(self._drawn(request.raw_path, version, headers).encode())
        if not self.ends and request.transport:
            request.transport.abort()
        return answer

    def _drawn(self, path: str, version: int, headers: dict[str, str]) -> str:
        said = json.dumps({"path": path, "version": version, "headers": headers}).replace("<", "\\u003c")
        return (
            f'<!doctype html><script nonce="{NONCE}">{SCRIPT}</script><script>window.strange = 1</script>'
            f'<script type="application/json" id="said">{said}</script>'
            f'<script nonce="{NONCE}" src="/_next/static/a.js"></script>{self._asking()}{self.filling}'
        )

    def _asking(self) -> str:
        if not self.questions:
            return ""
        text = json.dumps({"questions": self.questions}).replace("<", "\\u003c")
        return f'<script id="first-questions" type="application/json" nonce="{NONCE}">{text}</script>'


def said_by(page: str) -> dict[str, Any]:
    """What was told to who drew this page."""
    return json.loads(page.partition('id="said">')[2].partition("</script>")[0])
