"""Request errors: what the response says when a request is not executed."""

from collections.abc import Sequence
from typing import Final

from graphql import GraphQLError, GraphQLFormattedError

MAX_MESSAGE_LETTERS: Final = 300
"""Messages quote the document; no longer than this."""
MAX_LOCATIONS: Final = 10
"""Of one error, which may name every selection of a document."""


class RequestError(Exception):
    """A request that is not executed. `errors` are what the response says; `status` is the HTTP status that fits."""

    def __init__(self, errors: Sequence[GraphQLFormattedError], status: int = 400) -> None:
        super().__init__("; ".join(error.get("message", "") for error in errors))
        self.errors = list(errors)
        self.status = status


def request_error(message: str, status: int = 400, code: str | None = None) -> RequestError:
    """A request error of one message; `code` becomes `extensions.code`."""
    error: GraphQLFormattedError = {"message": message[:MAX_MESSAGE_LETTERS]}
    if code:
        error["extensions"] = {"code": code}
    return RequestError([error], status)


def format_error(error: GraphQLError) -> GraphQLFormattedError:
    """The error as responses say it, of a bounded length, and holding on to nothing of the document."""
    formatted: GraphQLFormattedError = {"message": error.message}
    if len(error.message) > MAX_MESSAGE_LETTERS:
        formatted["message"] = error.message[:MAX_MESSAGE_LETTERS] + "…"
    if error.locations:
        formatted["locations"] = [location.formatted for location in error.locations[:MAX_LOCATIONS]]
    return formatted
