"""What a page asks first, answered for whoever opens it."""

import asyncio
from collections.abc import Coroutine, Sequence
from typing import Final, Protocol, cast

import msgspec

from hallway.gateway.asking import Asker
from hallway.gateway.http.shell import Question
from hallway.kernel.db.pool import pinned_connections
from hallway.kernel.errors import Problem
from quickgraph import Request

ANSWER_SECONDS: Final = 3.0
"""What is not answered by then the page asks itself, and may move when it knows."""
NONE: Final = msgspec.Raw(b"null")


class Graph(Protocol):
    """What is asked (`gateway/graphql.py`)."""

    async def pay(self, asker: Asker, requests: Sequence[Request]) -> Asker: ...

    async def ask(self, asker: Asker, request: Request) -> bytes | None: ...


class FirstAnswers(msgspec.Struct, frozen=True):
    """Of one person; in the order of the questions, null for what the page must ask itself."""

    person: str
    answers: list[msgspec.Raw]

    def encoded(self) -> bytes:
        """As JSON."""
        return msgspec.json.encode(self)


async def answers_of(questions: Sequence[Question], asker: Asker, graph: Graph) -> FirstAnswers | None:
    """All that can be answered soon, nothing to who asks too much; None if the page is not for them."""
    requests = [
        Request(document_id=one.document_id, operation_name=one.operation_name, variables=one.variables)
        for one in questions
    ]
    try:
        paid = await graph.pay(asker, requests)
    except Problem:
        return FirstAnswers(str(asker.caller.user_id), [NONE] * len(requests))
    async with pinned_connections():
        answers = await _soon([graph.ask(paid, request) for request in requests])
    if any(answer and not _has(answer, one.needs) for one, answer in zip(questions, answers, strict=True)):
        return None
    given = [msgspec.Raw(answer) if answer else NONE for answer in answers]
    return FirstAnswers(str(asker.caller.user_id), given)


async def _soon(asked: Sequence[Coroutine[None, None, bytes | None]]) -> list[bytes | None]:
    tasks = [asyncio.create_task(one) for one in asked]
    try:
        await asyncio.wait(tasks, timeout=ANSWER_SECONDS)
        return [task.result() if task.done() else None for task in tasks]
    finally:
        for task in tasks:
            task.cancel()


def _has(answer: bytes, needs: Sequence[str]) -> bool:
    return not needs or any(_at(msgspec.json.decode(answer), f"data.{place}") for place in needs)


def _at(found: object, place: str) -> object:
    for name in place.split("."):
        found = cast(dict[str, object], found).get(name) if isinstance(found, dict) else None
    return found
