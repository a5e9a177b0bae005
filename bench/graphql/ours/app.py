"""quickgraph in a bare ASGI application on uvicorn: `python app.py` with BENCH_PORT, BENCH_SCHEMA and BENCH_DATA, or
BENCH_DATABASE ("folder-of-the-socket name"). BENCH_ENGINE=reference answers by graphql-core instead."""

import gc
import os
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import uvicorn
from engines import Answer, Context, compiled, executed
from stores import MemoryStore, Pool, Store
from values import Event, Message, User

from quickgraph import DATE_TIME, build

Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]


async def events(ctx: Context, first: int) -> list[Event]:
    return await ctx.asked.events(first)


async def event(ctx: Context, slug: str) -> Event | None:
    return await ctx.asked.event(slug)


async def messages(ctx: Context, room_id: str, first: int) -> list[Message]:
    return await ctx.asked.messages(room_id, first)


async def me(ctx: Context) -> User | None:
    return await ctx.asked.user(ctx.user_id)


async def host(ctx: Context, events: list[Event]) -> list[User]:
    return await ctx.asked.users([event.host_id for event in events])


async def speakers(ctx: Context, events: list[Event]) -> list[list[User]]:
    return await ctx.asked.speakers([event.id for event in events])


async def sender(ctx: Context, messages: list[Message]) -> list[User]:
    return await ctx.asked.users([message.sender_id for message in messages])


FIELDS = {"Query.events": events, "Query.event": event, "Query.messages": messages, "Query.me": me}
BATCHED = {"Event.host": host, "Event.speakers": speakers, "Message.sender": sender}


class Application:
    """`POST /graphql`."""

    def __init__(self, answer: Answer, store: Store) -> None:
        self._answer = answer
        self._store = store

    async def __call__(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._live(receive, send)
            return
        message = await receive()
        body: bytes = message["body"]
        while message.get("more_body"):
            message = await receive()
            body += message["body"]
        user_id = next((value.decode() for name, value in scope["headers"] if name == b"x-user"), "")
        asked = await self._store.begin()
        try:
            status, headers, content = await self._answer(scope, body, Context(asked, user_id))
        finally:
            self._store.end(asked)
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": content})

    async def _live(self, receive: Receive, send: Send) -> None:
        await receive()
        await self._store.open()
        gc.collect()
        gc.freeze()
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await send({"type": "lifespan.shutdown.complete"})


def make() -> Application:
    """As the environment says."""
    sdl = Path(os.environ["BENCH_SCHEMA"]).read_text()
    schema = build([sdl], FIELDS, BATCHED, {"DateTime": DATE_TIME})
    engine = executed if os.environ.get("BENCH_ENGINE") == "reference" else compiled
    if "BENCH_DATABASE" in os.environ:
        host, database = os.environ["BENCH_DATABASE"].split(" ")
        store: Store = Pool(host, database, int(os.environ.get("BENCH_POOL", "10")))
    else:
        store = MemoryStore(Path(os.environ["BENCH_DATA"]))
    return Application(engine(schema), store)


if __name__ == "__main__":
    uvicorn.run(
        make(),
        host="127.0.0.1",
        port=int(os.environ["BENCH_PORT"]),
        loop="uvloop",
        http="httptools",
        ws="none",
        access_log=False,
        log_level="warning",
        proxy_headers=False,
        server_header=False,
        date_header=True,
    )
