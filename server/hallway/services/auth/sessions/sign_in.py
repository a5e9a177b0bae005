"""Signing a device in, however its person was recognised, and keeping it signed in."""

from hallway.kernel.caller import Caller
from hallway.kernel.db.transaction import Tx
from hallway.kernel.service import ServiceContext
from hallway.services.auth.api import Device, SessionGrant, User
from hallway.services.auth.sessions import repository
from hallway.services.auth.sessions.refresh_tokens import OpenSession, RefreshTokens
from hallway.services.auth.signing_keys.keyring import Keyring


class SignIn:
    """Makes the tokens of sessions."""

    def __init__(self, context: ServiceContext) -> None:
        self._clock = context.clock
        self._refresh_tokens = RefreshTokens(context.settings.keys("auth refresh tokens"))
        self._keyring = Keyring(context.settings)

    async def open(self, tx: Tx, user: User, device: Device) -> SessionGrant:
        """A new session of this person, who has proved who they are."""
        return await self._grant(tx, user, await self._refresh_tokens.open(tx, user.id, device, self._clock()))

    async def proceed(self, tx: Tx, session: repository.Session, token: str, device: Device) -> SessionGrant | None:
        """The session goes on with the next token; None if it was ended by what was shown. It must be locked."""
        opened = await self._refresh_tokens.proceed(tx, session, token, device, self._clock())
        return await self._grant(tx, await repository.holder(tx.connection, session), opened) if opened else None

    async def _grant(self, tx: Tx, user: User, opened: OpenSession) -> SessionGrant:
        caller = Caller(user.id, opened.session.id, frozenset(user.roles))
        access_token, access_expires_at = await self._keyring.sign(tx, caller, self._clock())
        return SessionGrant(
            user=user,
            session_id=opened.session.id,
            access_token=access_token,
            access_expires_at=access_expires_at,
            refresh_token=opened.refresh_token,
            refresh_expires_at=opened.session.expires_at,
        )
