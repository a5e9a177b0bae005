"""Short-lived TURN credentials, as coturn's `use-auth-secret` checks them.

Scheme: draft-uberti-behave-turn-rest-00. The user name says when they expire and whose they are; the
password is its HMAC-SHA1."""

import base64
import hashlib
import hmac
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from hallway.kernel.settings import Settings
from hallway.services.video.api import IceServer, IceServers

VALID_FOR: Final = timedelta(hours=1)
"""Longer than most calls, and short enough that a password copied out of a browser is soon worth nothing."""


def ice_servers(settings: Settings, user_id: UUID, now: datetime) -> IceServers:
    """The relays of this installation with credentials for one person; none when none is configured."""
    expires_at = now + VALID_FOR
    if not settings.turn_urls:
        return IceServers(servers=[], expires_at=expires_at)
    username = f"{int(expires_at.timestamp())}:{user_id}"
    digest = hmac.digest(settings.turn_secret.encode(), username.encode(), hashlib.sha1)
    server = IceServer(urls=list(settings.turn_urls), username=username, credential=base64.b64encode(digest).decode())
    return IceServers(servers=[server], expires_at=expires_at)
