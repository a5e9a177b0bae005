"""The one kind of error that people and other programs get to see."""

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
    "unavailable": 503,
    "internal": 500,
}
"""The HTTP status of each code."""


class Fault(msgspec.Struct, frozen=True):
    """A Problem as it travels."""

    code: Code
    message: str
    data: dict[str, object] = {}


class Problem(Exception):
    """An expected failure. `message` is for people: what happened and what to do; `data` can be written as JSON."""

    def __init__(self, code: Code, message: str, **data: object) -> None:
        super().__init__(message)
        self.code: Code = code
        self.message = message
        self.data: dict[str, object] = data

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
        return Problem(fault.code, fault.message, **fault.data)

    def __repr__(self) -> str:
        return f"Problem({self.code!r}, {self.message!r}, {self.data!r})"


INTERNAL: Final = Fault("internal", "Something went wrong on our side. Please try again in a moment.")
"""What the outside is told of an error nobody expected; the log has the rest."""
