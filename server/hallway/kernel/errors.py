"""The one kind of error that people and other programs get to see."""

from datetime import datetime
from typing import Final, Literal

import msgspec

from hallway.kernel.words import ENGLISH, Sentence, Value, say

Code = Literal[
    "unauthenticated",
    "forbidden",
    "not_found",
    "invalid",
    "conflict",
    "full",
    "too_many",
    "too_large",
    "expired",
    "outdated",
    "unavailable",
    "internal",
]

STATUS: Final[dict[Code, int]] = {
    "unauthenticated": 401,
    "forbidden": 403,
    "not_found": 404,
    "invalid": 400,
    "conflict": 409,
    "full": 409,
    "too_many": 429,
    "too_large": 413,
    "expired": 410,
    "outdated": 410,
    "unavailable": 503,
    "internal": 500,
}
"""The HTTP status of each code."""


class ProblemData(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """What a program can make of a Problem; the same names on every wire."""

    field: str | None = None
    """The field of the input that is wrong, by its name on the wire."""
    limit: int | None = None
    """The most that is allowed."""
    retry_after: int | None = None
    """Seconds after which it is worth trying again."""
    until: datetime | None = None
    """When what stands in the way ends."""
    where: Sentence | None = None
    """The place in a file."""
    current: object = None
    """What is there now instead of what the caller thought."""


NO_DATA: Final = ProblemData()


class Fault(msgspec.Struct, frozen=True):
    """A Problem as it travels."""

    code: Code
    message: str
    """In English, for programs and logs; and for a page that does not know the key."""
    data: ProblemData = NO_DATA
    key: str = ""
    """The text for people: its name in the catalogue's `problems`."""
    values: dict[str, Value] = {}
    """What the text names, beside what it names of `data`."""


class Problem(Exception):
    """An expected failure. `key` names what people are told, in the catalogue's `problems`: what happened and what to
    do. The text may name the `values`, and what of `ProblemData` is a number or a word."""

    def __init__(
        self,
        code: Code,
        key: str,
        *,
        field: str | None = None,
        limit: int | None = None,
        retry_after: int | None = None,
        until: datetime | None = None,
        where: Sentence | None = None,
        current: object = None,
        **values: Value,
    ) -> None:
        super().__init__(code, key)
        self.code: Code = code
        self.key = key
        self.values = {camel_case(name): value for name, value in values.items()}
        self.data = ProblemData(
            field=camel_case(field) if field else None,
            limit=limit,
            retry_after=retry_after,
            until=until,
            where=where,
            current=current,
        )
        self._message = ""

    @property
    def status(self) -> int:
        """The HTTP status of this problem."""
        return STATUS[self.code]

    @property
    def message(self) -> str:
        """The English sentence, for programs, logs and terminals."""
        return self._message or say(ENGLISH, f"problems.{self.key}", self._named())

    def sentence(self) -> Sentence:
        """What people are told."""
        return Sentence(f"problems.{self.key}", self._named())

    def fault(self) -> Fault:
        """This problem as a value that can be encoded."""
        return Fault(self.code, self.message, self.data, self.key, self.values)

    @staticmethod
    def of(fault: Fault) -> "Problem":
        """The problem that a `fault` was made of."""
        problem = Problem(fault.code, fault.key)
        problem.values = fault.values
        problem.data = fault.data
        problem._message = fault.message
        return problem

    def about(self, field: str) -> "Problem":
        """The same, of this field of the input."""
        problem = Problem.of(self.fault())
        problem.data = msgspec.structs.replace(self.data, field=camel_case(field))
        return problem

    def _named(self) -> dict[str, Value]:
        data = self.data
        named = {"field": data.field, "limit": data.limit, "retryAfter": data.retry_after, "where": data.where}
        return {**{name: value for name, value in named.items() if value is not None}, **self.values}

    def __str__(self) -> str:
        return self.message

    def __repr__(self) -> str:
        return f"Problem({self.code!r}, {self.message!r}, {self.data!r})"


class OperatorError(Exception):
    """What keeps a command from going on. Its English sentence is for the terminal of whoever runs Hallway, and never
    reaches a page."""


def camel_case(name: str) -> str:
    """A name of ours as it is on the wire: `time_zone` is `timeZone`."""
    first, *others = name.split("_")
    return first + "".join(word[:1].upper() + word[1:] for word in others)


INTERNAL: Final = Problem("internal", "internal").fault()
"""What the outside is told of an error nobody expected; the log has the rest."""
