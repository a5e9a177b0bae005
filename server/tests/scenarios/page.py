"""A page that shows one chat room: it keeps the delivery promise's client half, as docs/protocol.md says it."""

import asyncio
from typing import Any
from uuid import UUID

from hallway.kernel.ids import uuid7
from tests.scenarios.person import Person, Refused
from tests.support.waiting import eventually

AGAIN = frozenset({"unavailable", "internal", "too_many"})


class Page:
    """Messages by id, and the revision up to which nothing is missing."""

    def __init__(self, person: Person, room_id: str) -> None:
        self.person = person
        self.room_id = room_id
        self.messages: dict[str, dict[str, Any]] = {}
        self.revision: int | None = None
        self.acknowledged: list[str] = []
        self._stale = asyncio.Event()
        self._following = asyncio.create_task(self._follow())
        person.listeners.append(self._on_push)

    def _on_push(self, name: str, fields: Any) -> None:
        if name in ("connect", "resync"):
            self._stale.set()
        elif name == "chat.message" and fields["message"]["roomId"] == self.room_id:
            message = fields["message"]
            if self.revision is None or message["revision"] > self.revision + 1:
                self._stale.set()
            elif message["revision"] == self.revision + 1:
                self._put(message)
                self.revision = message["revision"]

    def _put(self, message: dict[str, Any]) -> None:
        self.messages[message["id"]] = message

    async def _follow(self) -> None:
        """Ask for what was missed whenever there may be something."""
        while True:
            await self._stale.wait()
            self._stale.clear()
            try:
                await self.catch_up()
            except (TimeoutError, Refused):
                await asyncio.sleep(0.2)
                self._stale.set()

    async def catch_up(self) -> None:
        """Join, or resume after the last revision."""
        more = True
        while more:
            joined = await self.person.tell("chat.join", roomId=self.room_id, after=self.revision)
            if joined["reset"]:
                self.messages.clear()
            for message in joined["messages"]:
                self._put(message)
            self.revision, more = max(joined["revision"], self.revision or 0), joined["more"]

    async def send(self, body: str) -> None:
        """Send, again and again with the same id, until it is acknowledged."""
        id = uuid7()
        while True:
            try:
                saved = await self.person.tell("chat.send", roomId=self.room_id, id=str(id), body=body)
                assert saved["id"] == str(id)
                self.acknowledged.append(str(id))
                return
            except TimeoutError:
                await asyncio.sleep(0.1)
            except Refused as refused:
                if refused.code not in AGAIN and refused.code != "forbidden":
                    raise
                if refused.code == "forbidden":  # a gateway that is new does not know the page yet
                    self._stale.set()
                await asyncio.sleep(0.2)

    async def settled(self, head: int, patience: float = 30) -> None:
        """Until nothing is missing up to revision `head`."""

        def reached() -> int:
            self._stale.set()
            return self.revision or 0

        await eventually(reached, lambda revision: revision >= head, within=patience)

    def in_order(self) -> list[tuple[int, UUID, str]]:
        """What the page shows: seq, id, body."""
        return sorted((message["seq"], UUID(message["id"]), message["body"]) for message in self.messages.values())

    def close(self) -> None:
        """Stop following."""
        self._following.cancel()
