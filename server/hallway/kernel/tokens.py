"""Access tokens (JWT): signed by auth, checked by the gateway against auth's published keys."""

import asyncio
from base64 import urlsafe_b64decode
from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Final, cast
from uuid import UUID

import msgspec
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, Key, KeySet, KeySetSerialization, OKPKey

from hallway.kernel.caller import Caller
from hallway.kernel.errors import Problem
from hallway.kernel.ids import uuid7

AUDIENCE: Final = "hallway"
TOKEN_TYPE: Final = "at+jwt"  # noqa: S105
LONGEST_TTL: Final = timedelta(minutes=10)
LONGEST_TOKEN: Final = 4096
REFETCH_AFTER: Final = timedelta(seconds=10)
"""An unknown key id asks for the keys again, but not more often than this: anybody can make up key ids."""
REMEMBERED_TOKENS: Final = 10_000


class _Header(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All that a header may say: no `jwk`, `jku`, `x5u` or `crit` to follow."""

    alg: str
    kid: str
    typ: str


class _Claims(msgspec.Struct, frozen=True):
    iss: str
    aud: str
    sub: UUID
    sid: UUID
    exp: int
    roles: frozenset[str]


def algorithm_of(key: Key) -> str:
    """The one algorithm a key may be used with; `ValueError` for keys that cannot sign tokens here."""
    if isinstance(key, ECKey) and key.curve_name == "P-256":
        return "ES256"
    if isinstance(key, OKPKey) and key.curve_name == "Ed25519":
        return "Ed25519"
    raise ValueError("token keys are P-256 or Ed25519")


class Signer:
    """Signs access tokens with a private key that has a `kid`."""

    def __init__(self, key: Key, issuer: str) -> None:
        assert key.kid, "a signing key needs a kid"
        self._key = key
        self._issuer = issuer
        self._header = {"alg": algorithm_of(key), "kid": key.kid, "typ": TOKEN_TYPE}

    def sign(self, caller: Caller, now: datetime, ttl: timedelta = LONGEST_TTL) -> str:
        """A token for a person's session, good until `now + ttl` (at most ten minutes)."""
        assert timedelta() < ttl <= LONGEST_TTL
        assert caller.session_id is not None
        issued = int(now.timestamp())
        claims: dict[str, object] = {
            "iss": self._issuer,
            "aud": AUDIENCE,
            "sub": str(caller.require_user()),
            "sid": str(caller.session_id),
            "roles": sorted(caller.roles),
            "iat": issued,
            "exp": issued + int(ttl.total_seconds()),
            "jti": uuid7(now).hex,
        }
        return jwt.encode(self._header, claims, self._key, algorithms=[self._header["alg"]])


JwkSet = Mapping[str, list[dict[str, str]]]


class Verifier:
    """Checks access tokens against the keys that `fetch` answers (a JWK set)."""

    def __init__(self, fetch: Callable[[], Awaitable[JwkSet]], issuer: str) -> None:
        self._fetch = fetch
        self._issuer = issuer
        self._keys: dict[str, Key] = {}
        self._fetched_at = datetime.min.replace(tzinfo=UTC)
        self._good: dict[str, Caller] = {}
        self._fetching = asyncio.Lock()

    async def verify(self, token: str, now: datetime) -> Caller:
        """Who the token speaks for; `expired` or `unauthenticated` otherwise."""
        caller = self._good.get(token)
        if caller is None:
            caller = await self._check(token, now)
            if len(self._good) >= REMEMBERED_TOKENS:
                self._good.clear()
            self._good[token] = caller
        if caller.expires_at is None or caller.expires_at <= now:
            self._good.pop(token, None)
            raise Problem("expired", "signInRunOut")
        return caller

    def known(self, token: str, now: datetime) -> Caller | None:
        """Who a token speaks for that was found good before and has not run out; None for any other."""
        caller = self._good.get(token)
        return caller if caller and caller.expires_at and caller.expires_at > now else None

    async def _check(self, token: str, now: datetime) -> Caller:
        try:
            header = _header(token)
            key = await self._key(header.kid, now)
            algorithm = algorithm_of(key)
            if header.typ != TOKEN_TYPE or header.alg != algorithm:
                raise ValueError("wrong type or algorithm")
            claims = msgspec.convert(jwt.decode(token, key, algorithms=[algorithm]).claims, _Claims)
            if claims.iss != self._issuer or claims.aud != AUDIENCE:
                raise ValueError("wrong issuer or audience")
            return Caller(claims.sub, claims.sid, claims.roles, expires_at=datetime.fromtimestamp(claims.exp, UTC))
        except (ValueError, OverflowError, OSError, msgspec.MsgspecError, JoseError) as error:
            raise Problem("unauthenticated", "signInNotValid") from error

    async def _key(self, kid: str, now: datetime) -> Key:
        if kid not in self._keys:
            async with self._fetching:  # all who come at once after a start wait for the one who asks
                await self._refetch(kid, now)
        if kid not in self._keys:
            raise ValueError("unknown key")
        return self._keys[kid]

    async def _refetch(self, kid: str, now: datetime) -> None:
        if kid in self._keys or now - self._fetched_at < REFETCH_AFTER:
            return
        self._fetched_at = now
        fetched = KeySet.import_key_set(cast(KeySetSerialization, await self._fetch()))
        self._keys = {key.kid: key for key in fetched.keys if key.kid}
        self._good.clear()  # a key that is gone takes its tokens along


def _header(token: str) -> _Header:
    if len(token) > LONGEST_TOKEN or token.count(".") != 2:
        raise ValueError("not a signed token")
    first = token.partition(".")[0]
    return msgspec.json.decode(urlsafe_b64decode(first + "=" * (-len(first) % 4)), type=_Header)
