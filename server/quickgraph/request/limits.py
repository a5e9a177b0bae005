"""What a request may ask for, and how it is refused when it asks for more."""

from collections.abc import Mapping, Sequence
from typing import Final, cast

import msgspec
from graphql import GraphQLError, GraphQLFormattedError

MESSAGE_LETTERS: Final = 300
"""Messages quote the document; no longer than this."""
LOCATIONS: Final = 10
"""Told of one error, which may name every selection of a document."""

FLAT: Final = frozenset({int, float, bool, type(None)})


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """What one request may ask for. The defaults leave a large page of a large application ample room."""

    document_bytes: int = 64 * 1024
    tokens: int = 2_000
    comments: int = 100
    operations: int = 10
    root_fields: int = 20
    """Of one operation, fragments written out."""
    depth: int = 12
    """Levels of fields; asking for the schema itself may go twice as deep."""
    nesting: int = 40
    """Levels of braces and spreads, whether or not they hold fields."""
    selections: int = 150
    """In one place, fragments written out."""
    merged: int = 10
    """Of one response name in one place: validation compares them pair by pair, and what they select."""
    fields: int = 500
    """Of all operations together, fragments written out: compiling takes about 0.1 ms for each."""
    aliases: int = 30
    directives: int = 40
    literal_depth: int = 10
    """Lists and objects inside each other in an argument of the document."""
    cost: int = 200_000
    """About how many values an answer may hold: see `@cost`."""
    list_size: int = 10
    """What a list is taken to hold when no `@cost` says so."""
    variables: int = 10_000
    """Values in the variables, however deep."""
    variables_depth: int = 20
    variables_bytes: int = 256 * 1024
    errors: int = 5
    """Told of one document that does not fit the schema."""
    documents: int = 1_000
    """Kept ready at most, and this much memory for them at most, as estimated."""
    documents_bytes: int = 64 * 1024 * 1024
    seconds: float = 30.0
    """For executing one operation."""


class Refused(Exception):
    """A request that is not executed. `errors` are what the response says; `status` is the HTTP status that fits."""

    def __init__(self, errors: Sequence[GraphQLFormattedError], status: int = 400) -> None:
        super().__init__("; ".join(error.get("message", "") for error in errors))
        self.errors = list(errors)
        self.status = status


def refuse(message: str, status: int = 400, code: str | None = None) -> Refused:
    """A refusal with one error; `code` becomes `extensions.code`."""
    error: GraphQLFormattedError = {"message": message[:MESSAGE_LETTERS]}
    if code:
        error["extensions"] = {"code": code}
    return Refused([error], status)


def formatted(error: GraphQLError) -> GraphQLFormattedError:
    """The error as responses say it, of a bounded length, and holding on to nothing of the document."""
    told: GraphQLFormattedError = {"message": error.message}
    if len(error.message) > MESSAGE_LETTERS:
        told["message"] = error.message[:MESSAGE_LETTERS] + "…"
    if error.locations:
        told["locations"] = [location.formatted for location in error.locations[:LOCATIONS]]
    return told


def _flat(variables: Mapping[str, object], limits: Limits) -> bool:
    """Whether it is plain to see that they are within bounds."""
    letters = 0
    for name, value in variables.items():
        kind = type(value)
        if kind is str:
            letters += len(cast(str, value))
        elif kind not in FLAT:
            return False
        letters += len(name)
    return len(variables) <= limits.variables and letters <= limits.variables_bytes and limits.variables_depth >= 1


def check_variables(variables: Mapping[str, object], limits: Limits) -> None:
    """Bounds what coercion will walk through. Raises `Refused`."""
    if not variables or _flat(variables, limits):
        return
    count = letters = 0
    waiting: list[tuple[object, int]] = [(variables, 0)]
    while waiting:
        value, depth = waiting.pop()
        if depth > limits.variables_depth:
            raise refuse(f"The variables are nested more than {limits.variables_depth} levels deep.")
        parts: Sequence[object] = ()
        if isinstance(value, str):
            letters += len(value)
        elif isinstance(value, Mapping):
            given = cast(Mapping[str, object], value)
            letters += sum(map(len, given))
            parts = list(given.values())
        elif isinstance(value, list | tuple):
            parts = cast(Sequence[object], value)
        count += len(parts)
        if count > limits.variables:
            raise refuse(f"The variables hold more than {limits.variables} values.")
        if letters > limits.variables_bytes:
            raise refuse(f"The variables hold more than {limits.variables_bytes} letters.")
        waiting.extend((part, depth + 1) for part in parts)
