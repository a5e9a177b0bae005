"""The keys that access tokens are signed with: made here, kept encrypted, published without their private part."""

from datetime import datetime, timedelta
from typing import Final, cast

import asyncpg
import msgspec
import structlog
from joserfc import jwe
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, OctKey

from hallway.kernel.caller import Caller
from hallway.kernel.tokens import LONGEST_TTL, Signer
from hallway.services.auth import store

CURVE: Final = "P-256"
"""ES256 rather than Ed25519: libraries everywhere verify it, while the name `Ed25519` in tokens is of RFC 9864 only."""
PUBLISHED_AFTER_RETIREMENT: Final = LONGEST_TTL + timedelta(minutes=1)
"""The last token of a retired key has run out by then, also one that was signed while the key was being retired."""
AT_REST: Final = {"alg": "dir", "enc": "A256GCM"}


class SigningKeys:
    """Signs access tokens for `issuer`. Private keys lie in the database as JWE, readable with `secret` (32 bytes).

    Which key signs is asked of the database each time, so that all processes change over at once.
    """

    def __init__(self, secret: bytes, issuer: str) -> None:
        self._secret = OctKey.import_key(secret)
        self._issuer = issuer
        self._signers: dict[str, Signer] = {}

    async def ensure(self, db: asyncpg.Connection, now: datetime) -> None:
        """Make the first key, or a new one if the secret that the last one was kept with is not ours any more."""
        await store.lock_keys(db)
        key = await store.current_key(db)
        try:
            if key is not None:
                self._signer(key)
                return
        except JoseError:
            structlog.get_logger().warning("the secret has changed: tokens are signed with a new key")
        await self._make(db, now)

    async def rotate(self, db: asyncpg.Connection, now: datetime) -> None:
        """Sign with a new key from now on."""
        await store.lock_keys(db)
        await self._make(db, now)

    async def sign(self, db: asyncpg.Connection, caller: Caller, now: datetime) -> tuple[str, datetime]:
        """An access token for this person's session, and when it runs out."""
        key = await store.current_key(db)
        if key is None:
            await self.ensure(db, now)
            key = await store.current_key(db)
        assert key is not None
        return self._signer(key).sign(caller, now, LONGEST_TTL), now + LONGEST_TTL

    async def published(self, db: asyncpg.Connection, now: datetime) -> list[dict[str, str]]:
        """The public keys (JWK) of all tokens that may be good now."""
        return await store.public_keys(db, now - PUBLISHED_AFTER_RETIREMENT)

    async def _make(self, db: asyncpg.Connection, now: datetime) -> None:
        key = ECKey.generate_key(CURVE, auto_kid=True)
        private = msgspec.json.encode(key.as_dict(private=True))
        public = cast(dict[str, str], key.as_dict(private=False, use="sig", alg="ES256"))
        assert key.kid
        assert "d" not in public
        row = store.SigningKey(kid=key.kid, private_key=jwe.encrypt_compact(AT_REST, private, self._secret))
        await store.replace_key(db, row, public, now, now - PUBLISHED_AFTER_RETIREMENT)

    def _signer(self, key: store.SigningKey) -> Signer:
        if key.kid not in self._signers:
            opened = jwe.decrypt_compact(key.private_key, self._secret, algorithms=list(AT_REST.values())).plaintext
            private = ECKey.import_key(msgspec.json.decode(opened or b"", type=dict[str, str | list[str]]))
            self._signers = {key.kid: Signer(private, self._issuer)}
        return self._signers[key.kid]
