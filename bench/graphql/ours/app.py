"""quickgraph in a bare ASGI application on uvicorn: `python app.py` with BENCH_PORT, BENCH_SCHEMA and BENCH_DATA, or
BENCH_DATABASE ("folder-of-the-socket name"). BENCH_ENGINE is one of `engines.ENGINES`."""

import gc
import os
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import Any

import uvicorn
from engines import ENGINES, Answer, Context
from stores import MemoryStore, Pool, Soon, Store
from values import Event, Message, User

from quickgraph import DATE_TIME, build

Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]


# Plain functions that hand on what the store gives: the answer from memory, an awaitable from PostgreSQL.


def events(ctx: Context, first: int) -> Soon[list[Event]]:
    return ctx.asked.events(first)


def event(ctx: Context, slug: str) -> Soon[Event | None]:
    return ctx.asked.event(slug)


def messages(ctx: Context, room_id: str, first: int) -> Soon[list[Message]]:
    return ctx.asked.messages(room_id, first)


def me(ctx: Context) -> Soon[User | None]:
    return ctx.asked.user(ctx.user_id)


def host(ctx: Context, events: Sequence[Event]) -> Soon[list[User]]:
    return ctx.asked.users([event.host_id for event in events])


def speakers(ctx: Context, events: Sequence[Event]) -> Soon[list[list[User]]]:
    return ctx.asked.speakers([event.id for event in events])


def sender(ctx: Context, messages: Sequence[Message]) -> Soon[list[User]]:
    return ctx.asked.users([message.sender_id for message in messages])


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
    engine = ENGINES[os.environ.get("BENCH_ENGINE", "quickgraph")]
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
