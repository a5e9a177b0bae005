"""The one kind of error that people and other programs get to see."""

from datetime import datetime
from typing import Final, Literal

import msgspec

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
    where: str | None = None
    """The place in a file."""
    current: object = None
    """What is there now instead of what the caller thought."""


NO_DATA: Final = ProblemData()


class Fault(msgspec.Struct, frozen=True):
    """A Problem as it travels."""

    code: Code
    message: str
    data: ProblemData = NO_DATA


class Problem(Exception):
    """An expected failure. `message` is for people: what happened and what to do; the rest is `ProblemData`."""

    def __init__(
        self,
        code: Code,
        message: str,
        *,
        field: str | None = None,
        limit: int | None = None,
        retry_after: int | None = None,
        until: datetime | None = None,
        where: str | None = None,
        current: object = None,
    ) -> None:
        super().__init__(message)
        self.code: Code = code
        self.message = message
        self.data = ProblemData(
            field=camel_case(field) if field else None,
            limit=limit,
            retry_after=retry_after,
            until=until,
            where=where,
            current=current,
        )

    @property
    def status(self) -> int:
        """The HTTP status of this problem."""
        return STATUS[self.code]

    def fault(self) -> Fault:
        """This problem as a value that can be encoded."""
        return Fault(self.code, self.message, self.data)

    @staticmethod
    def of(fault: Fault) -> "Problem":
        """The problem that a `fault` was made of."""
        problem = Problem(fault.code, fault.message)
        problem.data = fault.data
        return problem

    def __repr__(self) -> str:
        return f"Problem({self.code!r}, {self.message!r}, {self.data!r})"


def camel_case(name: str) -> str:
    """A name of ours as it is on the wire: `time_zone` is `timeZone`."""
    first, *others = name.split("_")
    return first + "".join(word[:1].upper() + word[1:] for word in others)


INTERNAL: Final = Fault("internal", "Something went wrong on our side. Please try again in a moment.")
"""What the outside is told of an error nobody expected; the log has the rest."""
