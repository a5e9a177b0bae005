"""One hostile thing at a time against a running gateway, and what may come of it: an answer or a closed connection, and
never a mistake of ours."""

import asyncio
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final, Protocol

import aiohttp
from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInputType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLSchema,
    OperationDefinitionNode,
    build_schema,
    parse,
    type_from_ast,
)

from tests.fuzz.hostile import TIMES, Hostile
from tests.picosio.wire import Gone, Ws

CONTRACT: Final = Path(__file__).resolve().parents[3] / "contract"
PATIENCE: Final = 60.0
UNANSWERED: Final = 0.5
"""Seconds to wait for an answer to what need not get one: a body that is said to be longer than it is."""


class Broken(AssertionError):
    """Something happened that must not."""


class Target(Protocol):
    """What is attacked."""

    @property
    def port(self) -> int: ...
    @property
    def token(self) -> str: ...
    @property
    def ids(self) -> tuple[str, ...]: ...


class Headers:
    """Requests over plain connections."""

    async def __call__(self, target: Target, hostile: Hostile) -> None:
        """One connection."""
        reader, writer = await asyncio.open_connection("127.0.0.1", target.port)
        try:
            writer.write(hostile.request())
            async with asyncio.timeout(UNANSWERED):
                line = await reader.readline()
        except (ConnectionError, TimeoutError):
            return
        finally:
            writer.close()
        status = line.split(b" ")[1:2]
        if status and (status[0] == b"500" or not status[0].isdigit()):
            raise Broken(f"answered {line!r}")


class SocketMessages:
    """Events of somebody signed in, whose connection must stay."""

    def __init__(self) -> None:
        contract = json.loads((CONTRACT / "sockets.json").read_text())
        of = {name: one["payload"]["$ref"].rpartition("/")[2] for name, one in contract["requests"].items()}
        self._messages = {name: contract["components"][ref]["properties"] for name, ref in of.items()}
        self._ws: Ws | None = None

    async def __call__(self, target: Target, hostile: Hostile) -> None:
        """One event, and its acknowledgement."""
        await self.send(target, hostile.packet(self._messages))

    async def send(self, target: Target, packet: str) -> None:
        """One packet with the id 7."""
        ws = self._ws or await self._connect(target)
        self._ws = None
        ws.send(packet)
        try:
            answer = json.loads((await self._until(ws, "437"))[3:])[0]
        except Gone as gone:
            ws.abort()
            raise Broken(f"the connection was closed ({gone}) for {packet[:500]}") from gone
        if not answer["ok"] and answer["error"]["code"] == "internal":
            raise Broken(f"internal error for {packet[:500]}")
        self._ws = ws

    async def _connect(self, target: Target) -> Ws:
        ws = await Ws.open(target.port)
        ws.send("40" + json.dumps({"token": target.token}))
        await self._until(ws, "40")
        return ws

    @staticmethod
    async def _until(ws: Ws, start: str) -> str:
        async with asyncio.timeout(PATIENCE):
            while not (text := await ws.text()).startswith(start):
                pass
        return text

    async def end(self) -> None:
        """Hang up."""
        if self._ws:
            self._ws.abort()
            self._ws = None


class Packets:
    """What is no event: the connection may end, as a protocol's does, and nothing else."""

    CODES: Final = (None, 1000, 1002, 1003, 1005, 1007, 1008, 1009)

    async def __call__(self, target: Target, hostile: Hostile) -> None:
        """One connection."""
        ws = await Ws.open(target.port)
        try:
            for _ in range(3):
                start = hostile.random.choice(("40", "41", "42", "43", "45", "46", "4", "2", "3", "5", "6", ""))
                raw = (start + hostile.text() + json.dumps(hostile.value())).encode("utf-8", "replace")
                ws.send(raw if hostile.random.random() < 0.2 else raw.decode())
            ws.frame(8, b"\x03\xe8")
            end = await ws.gone()
        finally:
            ws.abort()
        if end.code not in self.CODES:
            raise Broken(f"closed with {end.code} {end.reason}")


class GraphVariables:
    """The documents of the web's pages with variables of any kind."""

    def __init__(self) -> None:
        self._schema: GraphQLSchema = build_schema((CONTRACT / "schema.graphql").read_text())
        documents: dict[str, str] = json.loads((CONTRACT / "documents.json").read_text())
        self._documents: Sequence[str] = sorted(documents.values())
        self._session: aiohttp.ClientSession | None = None

    async def __call__(self, target: Target, hostile: Hostile) -> None:
        """One request."""
        text = hostile.random.choice(self._documents)
        operation = next(node for node in parse(text).definitions if isinstance(node, OperationDefinitionNode))
        variables: dict[str, Any] = {}
        for definition in operation.variable_definitions or ():
            kind = type_from_ast(self._schema, definition.type)
            variables[definition.variable.name.value] = self._value(hostile, kind)  # type: ignore[arg-type]
        self._session = self._session or aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar())
        body = json.dumps({"query": text, "variables": variables})
        headers = {"content-type": "application/json", "authorization": f"Bearer {target.token}"}
        url = f"http://127.0.0.1:{target.port}/graphql"
        async with self._session.post(url, data=body.encode(), headers=headers) as answer:
            said = await answer.read()
        try:
            errors: list[dict[str, Any]] = json.loads(said).get("errors", [])
        except ValueError as error:
            raise Broken(f"{answer.status} {said[:200]!r} for {body[:500]}") from error
        codes = {error.get("extensions", {}).get("code") for error in errors}
        if answer.status >= 500 or "internal" in codes or None in codes:
            raise Broken(f"{answer.status} {codes} for {text.partition('{')[0]} {json.dumps(variables)[:500]}")

    def _value(self, hostile: Hostile, kind: GraphQLInputType) -> Any:
        if hostile.random.random() < 0.07:
            return hostile.value()
        if isinstance(kind, GraphQLNonNull):
            return self._value(hostile, kind.of_type)
        if hostile.random.random() < 0.1:
            return None
        if isinstance(kind, GraphQLList):
            return [self._value(hostile, kind.of_type) for _ in range(hostile.random.choice((0, 1, 2, 60)))]
        if isinstance(kind, GraphQLInputObjectType):
            return {name: self._value(hostile, field.type) for name, field in kind.fields.items()}
        if isinstance(kind, GraphQLEnumType):
            return hostile.random.choice([*kind.values, hostile.text()])
        return self._scalar(hostile, kind.name)  # type: ignore[union-attr]

    @staticmethod
    def _scalar(hostile: Hostile, name: str) -> Any:
        match name:
            case "ID":
                return hostile.uuid()
            case "DateTime":
                return hostile.random.choice((*TIMES, "2026-11-22T09:00:00Z", hostile.text()))
            case "Boolean":
                return hostile.random.random() < 0.5
            case "Int" | "Float":
                return hostile.random.choice((0, 1, 50, -1, 2**31 - 1, 2**31, 2**53, 0.5))
            case _:
                return hostile.text()

    async def end(self) -> None:
        """Hang up."""
        if self._session:
            await self._session.close()
            self._session = None


class Chat:
    """Text in a room, sent and read again."""

    def __init__(self) -> None:
        self._messages = SocketMessages()

    async def __call__(self, target: Target, hostile: Hostile) -> None:
        """One message."""
        body = hostile.text() * hostile.random.choice((1, 1, 9))
        fields = {"roomId": target.ids[0], "id": f"01a2{hostile.random.getrandbits(112):028x}", "body": body}
        packet = "427" + json.dumps(["chat.send", fields])
        await self._messages.send(target, packet)

    async def end(self) -> None:
        """Hang up."""
        await self._messages.end()
