"""A GraphQL request, and the hash by which it may name its document."""

import re
from typing import Final, cast

import msgspec

from quickgraph.request.errors import request_error

HASH: Final = re.compile(r"(?:sha256:)?([0-9a-f]{64})")


class Request(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """One GraphQL request, in the shape in which JSON carries it. `query` or a hash of it must be there: `documentId`
    (`sha256:` and 64 hexadecimal digits, or the digits alone) or Apollo's `extensions.persistedQuery.sha256Hash`."""

    query: str | None = None
    variables: dict[str, object] | None = None
    operation_name: str | None = None
    extensions: dict[str, object] | None = None
    document_id: str | None = None


def document_hash(request: Request) -> str | None:
    """The SHA-256 that the request names its document by, if it does. Raises `RequestError` when it is not one."""
    given: object = request.document_id
    if given is None:
        persisted = request.extensions.get("persistedQuery") if request.extensions else None
        if persisted is None:
            return None
        if not isinstance(persisted, dict):
            raise request_error("extensions.persistedQuery is not an object.")
        given = cast(dict[str, object], persisted).get("sha256Hash")
    match = HASH.fullmatch(given) if isinstance(given, str) else None
    if match is None:
        raise request_error("A document is named by its SHA-256: 64 hexadecimal digits in lower case.")
    return match[1]
