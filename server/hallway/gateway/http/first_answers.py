"""What a page asks first, answered for whoever opens it."""

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from typing import Final, cast

import msgspec

from hallway.gateway.asking import Asker
from hallway.gateway.http.shell import Question
from quickgraph import Request

ANSWER_SECONDS: Final = 1.0
"""What is not answered by then the page asks itself."""
NONE: Final = msgspec.Raw(b"null")

Ask = Callable[[Asker, Request], Coroutine[None, None, bytes | None]]
"""Asks the graph for somebody; None for what cannot be answered without an error."""


class FirstAnswers(msgspec.Struct, frozen=True):
    """Of one person; in the order of the questions, null for what the page must ask itself."""

    person: str
    answers: list[msgspec.Raw]

    def encoded(self) -> bytes:
        """As JSON."""
        return msgspec.json.encode(self)


async def answers_of(questions: Sequence[Question], asker: Asker, ask: Ask) -> FirstAnswers | None:
    """All that can be answered soon; None if the page is not for them."""
    requests = [
        Request(document_id=one.document_id, operation_name=one.operation_name, variables=one.variables)
        for one in questions
    ]
    tasks = [asyncio.create_task(ask(asker, request)) for request in requests]
    try:
        await asyncio.wait(tasks, timeout=ANSWER_SECONDS)
        answers = [task.result() if task.done() else None for task in tasks]
    finally:
        for task in tasks:
            task.cancel()
    if any(answer and not _has(answer, one.needs) for one, answer in zip(questions, answers, strict=True)):
        return None
    given = [msgspec.Raw(answer) if answer else NONE for answer in answers]
    return FirstAnswers(str(asker.caller.user_id), given)


def _has(answer: bytes, needs: Sequence[str]) -> bool:
    return not needs or any(_at(msgspec.json.decode(answer), f"data.{place}") for place in needs)


def _at(found: object, place: str) -> object:
    for name in place.split("."):
        found = cast(dict[str, object], found).get(name) if isinstance(found, dict) else None
    return found
