"""The chain of refresh tokens of a session, of which one is good at a time."""

import hashlib
import hmac
import secrets
from base64 import urlsafe_b64encode
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

import msgspec

from hallway.kernel.db.transaction import Tx
from hallway.kernel.ids import uuid7
from hallway.services.auth.api import Device
from hallway.services.auth.sessions import repository
from hallway.services.auth.sessions.devices import label_of, shortened
from hallway.services.auth.sessions.ending import end_session
from hallway.services.auth.sessions.repository import Session

IDLE: Final = timedelta(days=30)
"""Somebody who was at last month's event is still signed in at this month's."""
LONGEST: Final = timedelta(days=180)
"""However often it is used, a device signs in anew twice a year."""
TABS_RACE: Final = timedelta(seconds=10)
"""A browser restored with twenty tabs on a slow network sends the same token again this long after."""
TOKEN_LENGTH: Final = 43
"""32 bytes in base64url without padding."""


class OpenSession(msgspec.Struct, frozen=True, kw_only=True):
    """A session and the refresh token that is good for it now."""

    session: Session
    refresh_token: str


def hashed(token: str) -> bytes:
    """What is stored of a refresh token. No salt, no stretching: it has 256 random bits."""
    return hashlib.sha256(token.encode(errors="replace")).digest()


class RefreshTokens:
    """Opens sessions, and continues them, inside a transaction. `secrets` have 32 bytes each.

    A token's successor is computed from it with our secret, not drawn. So tabs that race with one token all get the
    same successor, whichever answer reaches the browser's cookie jar last, and there is never a second branch of the
    chain that a thief could keep to himself: whoever comes second, after the race, is noticed. A token is exchanged
    at most once per `TABS_RACE`; so the one before the good one is the only one that can still be racing. While the
    installation's secret is changed, a successor may have been computed with either.
    """

    def __init__(self, secrets: Sequence[bytes]) -> None:
        self._secrets = secrets

    async def open(self, tx: Tx, user_id: UUID, device: Device, now: datetime) -> OpenSession:
        """A new session of this person, with its first refresh token."""
        token = secrets.token_urlsafe(32)
        session = Session(
            id=uuid7(now),
            user_id=user_id,
            label=label_of(device.user_agent),
            address=shortened(device.address),
            created_at=now,
            last_seen_at=now,
            expires_at=now + IDLE,
            token_hash=hashed(token),
            spent_hash=None,
            rotated_at=now,
        )
        await repository.sweep_sessions(tx.connection, user_id, now)
        await repository.save_session(tx.connection, session)
        return OpenSession(session=session, refresh_token=token)

    async def proceed(self, tx: Tx, session: Session, token: str, device: Device, now: datetime) -> OpenSession | None:
        """The session after `token` (any it ever had) was shown, with the token that is good now.

        None if the session was ended by it: it has run out, or the token was spent long ago, so that either it or
        its successor is in the wrong hands. The session's row must be locked.
        """
        presented, racing = hashed(token), now - session.rotated_at <= TABS_RACE
        good = presented == session.token_hash or (presented == session.spent_hash and racing)
        if not good or session.expires_at <= now:
            await end_session(tx, session.user_id, session.id)
            return None
        if presented == session.spent_hash:
            known = (self.successor(token, secret) for secret in self._secrets)
            token = next((each for each in known if hashed(each) == session.token_hash), token)
        elif not racing:
            token = self.successor(token)
            session = msgspec.structs.replace(session, token_hash=hashed(token), spent_hash=presented, rotated_at=now)
        session = msgspec.structs.replace(
            session,
            label=label_of(device.user_agent),
            address=shortened(device.address),
            last_seen_at=now,
            expires_at=min(now + IDLE, session.created_at + LONGEST),
        )
        await repository.save_session(tx.connection, session)
        return OpenSession(session=session, refresh_token=token)

    def successor(self, token: str, secret: bytes = b"") -> str:
        """The token that this one is exchanged for, with the first of our secrets or the one that is given."""
        return (
            urlsafe_b64encode(hmac.digest(secret or self._secrets[0], token.encode(), hashlib.sha256))
            .decode()
            .rstrip("=")
        )
