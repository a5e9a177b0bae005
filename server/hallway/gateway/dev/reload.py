"""Development only: the socket by which `next dev` tells an open page to reload. Without it such a page never wakes."""

import asyncio

import aiohttp
from starlette.routing import WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect
from yarl import URL

from hallway.kernel.settings import Settings


class Reload:
    """Passes sockets below `/_next/` on to the development server, both ways."""

    def __init__(self, settings: Settings, session: aiohttp.ClientSession) -> None:
        self._web = URL(settings.web_url)
        self._session = session

    def route(self) -> WebSocketRoute:
        """For the gateway's table."""
        return WebSocketRoute("/_next/{path:path}", self.socket)

    async def socket(self, browser: WebSocket) -> None:
        """One page's socket, until either side closes it."""
        target = self._web.with_path(browser.url.path).with_query(browser.url.query)
        async with self._session.ws_connect(target, headers={"origin": str(self._web.origin())}) as upstream:
            await browser.accept()
            ways = [asyncio.create_task(_up(browser, upstream)), asyncio.create_task(_down(browser, upstream))]
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
            for way in ways:
                way.cancel()
            await asyncio.gather(*ways, return_exceptions=True)


async def _up(browser: WebSocket, upstream: aiohttp.ClientWebSocketResponse) -> None:
    try:
        while True:
            message = await browser.receive()
            if (data := message.get("bytes")) is not None:
                await upstream.send_bytes(data)
            elif (text := message.get("text")) is not None:
                await upstream.send_str(text)
            else:
                return
    except WebSocketDisconnect:
        return


async def _down(browser: WebSocket, upstream: aiohttp.ClientWebSocketResponse) -> None:
    async for message in upstream:
        if message.type == aiohttp.WSMsgType.BINARY:
            await browser.send_bytes(message.data)
        elif message.type == aiohttp.WSMsgType.TEXT:
            await browser.send_text(message.data)
