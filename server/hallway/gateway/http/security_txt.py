"""`/.well-known/security.txt` (RFC 9116): whom to tell of a security problem of this installation, when somebody is."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from hallway.kernel.settings import Settings

PATH: Final = "/.well-known/security.txt"
GOOD_FOR: Final = timedelta(days=180)
"""From when it is asked: as long as Hallway runs with this contact, it is right."""


def security_txt(settings: Settings, clock: Callable[[], datetime]) -> list[Route]:
    """The endpoint; none without a contact, as nobody would read what is sent there."""
    contact = settings.security_contact
    if not contact:
        return []
    if "@" in contact and ":" not in contact:
        contact = f"mailto:{contact}"

    async def endpoint(_: Request) -> Response:
        expires = (clock() + GOOD_FOR).replace(microsecond=0)
        lines = (
            f"Contact: {contact}",
            f"Expires: {expires.isoformat().replace('+00:00', 'Z')}",
            f"Canonical: {settings.public_url.rstrip('/')}{PATH}",
        )
        return PlainTextResponse("".join(f"{line}\r\n" for line in lines), headers={"cache-control": "max-age=86400"})

    return [Route(PATH, endpoint, methods=["GET"])]
