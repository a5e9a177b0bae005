"""Somebody who uses Hallway from outside: over HTTP, GraphQL and Socket.IO, as a browser does."""

import asyncio
import itertools
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import aiohttp
import msgspec
import socketio
import socketio.exceptions

from hallway.kernel.ids import uuid7

PASSWORD: Final = "a long and unlikely password"
PATIENCE: Final = 60.0
_numbers = itertools.count(1)


class Refused(Exception):
    """What the server said no to; `code` as in `kernel.errors`."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code


class Person:
    """One signed-in person with one open page. The page reconnects by itself; `pushes` is what it was sent."""

    def __init__(self, name: str, url: str) -> None:
        self.name = name
        self.url = url
        self.id = ""
        self.token = ""
        self.pushes: list[tuple[str, Any]] = []
        self.listeners: list[Callable[[str, Any], None]] = []
        self._arrived = asyncio.Event()
        self._http = aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True))
        self.socket = socketio.AsyncClient(reconnection_delay=0.1, reconnection_delay_max=0.5)
        self.socket.on("*", self._on_push)
        self.socket.on("connect", self._on_connect)

    async def _on_push(self, name: str, fields: Any = None) -> None:
        self._tell(name, fields)

    async def _on_connect(self) -> None:
        self._tell("connect", None)

    def _tell(self, name: str, fields: Any) -> None:
        self.pushes.append((name, fields))
        for listener in self.listeners:
            listener(name, fields)
        self._arrived.set()

    async def register(self) -> None:
        """Make an account and connect."""
        email = f"person{next(_numbers)}@example.org"
        body = {"email": email, "name": self.name, "password": PASSWORD}
        async with self._http.post(f"{self.url}/session/register", json=body) as answer:
            granted = await answer.json()
            assert answer.status == 200, granted
            self.id = granted["user"]["id"]
            self.token = answer.cookies["hallway_access"].value
        await self.socket.connect(self.url, transports=["websocket"], auth={"token": self.token})

    async def close(self) -> None:
        await self.socket.disconnect()
        await self._http.close()

    async def ask(self, document: str, **variables: object) -> Any:
        """The data of a GraphQL answer; raises Refused with the first error's code."""
        body = msgspec.json.encode({"query": document, "variables": variables})
        headers = {"content-type": "application/json"}
        async with self._http.post(f"{self.url}/graphql", data=body, headers=headers) as answer:
            result = await answer.json()
        if errors := result.get("errors"):
            raise Refused(errors[0].get("extensions", {}).get("code", ""), errors[0]["message"])
        return result["data"]

    async def upload(self, path: str, data: bytes) -> tuple[int, Any]:
        """POST a file; status and answer."""
        async with self._http.post(self.url + path, data=data) as answer:
            return answer.status, await answer.json()

    async def tell(self, name: str, **fields: object) -> Any:
        """Send a socket message; the acknowledged value. Raises Refused for a Problem, TimeoutError for no answer."""
        try:
            answer = await self.socket.call(name, fields, timeout=3)
        except (socketio.exceptions.SocketIOError, ConnectionError) as error:
            raise TimeoutError from error
        if not answer["ok"]:
            raise Refused(answer["error"]["code"], answer["error"]["message"])
        return answer.get("value")

    async def until(self, name: str, where: Callable[[Any], bool] = lambda _: True) -> Any:
        """The first push of this name, sent already or yet to come, for which `where` holds; it is taken out."""
        async with asyncio.timeout(PATIENCE):
            while True:
                for index, (pushed, fields) in enumerate(self.pushes):
                    if pushed == name and where(fields):
                        del self.pushes[index]
                        return fields
                self._arrived.clear()
                await self._arrived.wait()


@asynccontextmanager
async def people(url: str, *names: str) -> AsyncGenerator[list[Person]]:
    """People with accounts and open pages."""
    made = [Person(name, url) for name in names]
    try:
        for person in made:
            await person.register()
        yield made
    finally:
        for person in made:
            with suppress(Exception):
                await person.close()


async def host_event(host: Person, *guests: Person) -> dict[str, Any]:
    """A published event that is on now, with the guests registered and open to meet: `{id, slug}`."""
    now = datetime.now(UTC)
    details = {
        "name": "Small Conf",
        "kind": "conference",
        "startsAt": now - timedelta(hours=1),
        "endsAt": now + timedelta(hours=8),
        "timeZone": "Europe/Lisbon",
    }
    create = "mutation ($id: ID!, $input: EventInput!) { createEvent(id: $id, input: $input) { id slug } }"
    event = (await host.ask(create, id=uuid7(), input=details))["createEvent"]
    await host.ask("mutation ($id: ID!) { publishEvent(eventId: $id) { status } }", id=event["id"])
    for guest in guests:
        await guest.ask("mutation ($id: ID!) { registerForEvent(eventId: $id) { registeredCount } }", id=event["id"])
        opened = "mutation ($id: ID!) { setOpenToMeet(eventId: $id, openToMeet: true) }"
        await guest.ask(opened, id=event["id"])
    return event
