"""The keys that access tokens are signed with: made here, kept encrypted, published without their private part."""

from contextlib import suppress
from datetime import datetime, timedelta
from typing import Final, cast

import msgspec
import structlog
from joserfc import jwe
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, OctKey

from hallway.kernel.caller import Caller
from hallway.kernel.db.transaction import Tx
from hallway.kernel.settings import Settings
from hallway.kernel.tokens import LONGEST_TTL, Signer
from hallway.services.auth.signing_keys import repository
from hallway.services.auth.signing_keys.repository import SigningKey

CURVE: Final = "P-256"
"""ES256 rather than Ed25519: libraries everywhere verify it, while the name `Ed25519` in tokens is of RFC 9864 only."""
REPLACED_AFTER: Final = timedelta(days=30)
"""A key that leaked unnoticed is of no use for longer; a change costs nobody anything."""
PUBLISHED_AFTER_RETIREMENT: Final = LONGEST_TTL + timedelta(minutes=1)
"""The last token of a retired key has run out by then, also one that was signed while the key was being retired."""
AT_REST: Final = {"alg": "dir", "enc": "A256GCM"}
ALGORITHMS: Final = list(AT_REST.values())


class Keyring:
    """Signs access tokens. Private keys lie in the database as JWE, readable with a key made from the installation's
    secret.

    Which key signs is asked of the database each time, so that all processes change over at once.
    """

    def __init__(self, settings: Settings) -> None:
        self._secrets = [OctKey.import_key(key) for key in settings.keys("auth signing keys")]
        self._issuer = settings.public_url
        self._signers: dict[str, Signer] = {}

    async def renew(self, tx: Tx, now: datetime) -> None:
        """Make the first key; or a new one if the last is older than `REPLACED_AFTER`, or was encrypted with a secret
        that is not ours any more. Processes that do so at once make one together."""
        await repository.lock(tx.connection)
        key = await repository.current_key(tx.connection)
        if key is None or now - key.created_at > REPLACED_AFTER or not self._is_readable(key):
            await self._make(tx, now)
        elif len(self._secrets) > 1 and not self._is_ours_first(key):
            # Before the secret that it is encrypted with is given up: a new key would be unknown to gateways at first.
            encrypted = jwe.encrypt_compact(AT_REST, self._opened(key), self._secrets[0])
            await repository.encrypt_again(tx.connection, key.kid, encrypted)

    async def sign(self, tx: Tx, caller: Caller, now: datetime) -> tuple[str, datetime]:
        """An access token for this person's session, and when it runs out."""
        key = await repository.current_key(tx.connection)
        if key is None:
            await self.renew(tx, now)
            key = await repository.current_key(tx.connection)
        assert key is not None
        return self._signer(key).sign(caller, now, LONGEST_TTL), now + LONGEST_TTL

    async def published(self, tx: Tx, now: datetime) -> list[dict[str, str]]:
        """The public keys (JWK) of all tokens that may be good now."""
        return await repository.public_keys(tx.connection, now - PUBLISHED_AFTER_RETIREMENT)

    async def _make(self, tx: Tx, now: datetime) -> None:
        made = ECKey.generate_key(CURVE, auto_kid=True)
        private = msgspec.json.encode(made.as_dict(private=True))
        public = cast(dict[str, str], made.as_dict(private=False, use="sig", alg="ES256"))
        assert made.kid
        assert "d" not in public
        encrypted = jwe.encrypt_compact(AT_REST, private, self._secrets[0])
        key = SigningKey(kid=made.kid, private_key=encrypted, created_at=now)
        await repository.replace_key(tx.connection, key, public, now - PUBLISHED_AFTER_RETIREMENT)

    def _is_readable(self, key: SigningKey) -> bool:
        try:
            self._signer(key)
        except JoseError:
            structlog.get_logger().warning("the secret has changed: tokens are signed with a new key")
            return False
        return True

    def _signer(self, key: SigningKey) -> Signer:
        if key.kid not in self._signers:
            private = ECKey.import_key(msgspec.json.decode(self._opened(key), type=dict[str, str | list[str]]))
            self._signers = {key.kid: Signer(private, self._issuer)}
        return self._signers[key.kid]

    def _is_ours_first(self, key: SigningKey) -> bool:
        """Whether it is encrypted with the first of our secrets."""
        try:
            jwe.decrypt_compact(key.private_key, self._secrets[0], algorithms=ALGORITHMS)
        except JoseError:
            return False
        return True

    def _opened(self, key: SigningKey) -> bytes:
        """The private key, encrypted with any of our secrets. Raises JoseError."""
        *others, last = self._secrets
        for secret in others:
            with suppress(JoseError):
                return jwe.decrypt_compact(key.private_key, secret, algorithms=ALGORITHMS).plaintext or b""
        return jwe.decrypt_compact(key.private_key, last, algorithms=ALGORITHMS).plaintext or b""
