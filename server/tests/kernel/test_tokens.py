"""Access tokens: the real one is taken, every forgery is not."""

import asyncio
import base64
import hmac
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import msgspec
import pytest
from joserfc import jwt
from joserfc.jwk import ECKey, OKPKey, RSAKey

from hallway.kernel.caller import Caller, service_caller
from hallway.kernel.errors import Problem
from hallway.kernel.tokens import AUDIENCE, Signer, Verifier

ISSUER = "https://hallway.example"
NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
KEY = ECKey.generate_key("P-256", auto_kid=True)
CALLER = Caller(uuid4(), uuid4(), frozenset({"admin"}))


class Keys:
    """Published keys that can be changed, and how often they were asked for."""

    def __init__(self, *keys: Any) -> None:
        self.keys = list(keys)
        self.asked = 0

    async def __call__(self) -> dict[str, list[dict[str, str]]]:
        self.asked += 1
        await asyncio.sleep(0)  # as an answer from elsewhere does: others run meanwhile
        return {"keys": [key.as_dict(private=False) for key in self.keys]}


def claims(**changes: Any) -> dict[str, Any]:
    issued = int(NOW.timestamp())
    good = {"iss": ISSUER, "aud": AUDIENCE, "sub": str(CALLER.user_id), "sid": str(CALLER.session_id), "roles": []}
    return {**good, "iat": issued, "exp": issued + 600, "jti": "1", **changes}


def forge(key: Any = KEY, algorithm: str = "ES256", header: dict[str, Any] | None = None, **changes: Any) -> str:
    head = {"alg": algorithm, "kid": KEY.kid, "typ": "at+jwt", **(header or {})}
    return jwt.encode({k: v for k, v in head.items() if v}, claims(**changes), key, [algorithm], default_type=None)


def raw(header: dict[str, Any], payload: dict[str, Any], signature: bytes = b"") -> str:
    parts = [msgspec.json.encode(header), msgspec.json.encode(payload), signature]
    return ".".join(base64.urlsafe_b64encode(part).rstrip(b"=").decode() for part in parts)


@pytest.mark.parametrize("key", [KEY, OKPKey.generate_key("Ed25519", auto_kid=True)])
async def test_a_real_token(key: Any) -> None:
    caller = await Verifier(Keys(key), ISSUER).verify(Signer(key, ISSUER).sign(CALLER, NOW), NOW)
    assert (caller.user_id, caller.session_id, caller.roles) == (CALLER.user_id, CALLER.session_id, CALLER.roles)
    assert caller.expires_at == NOW + timedelta(minutes=10)
    assert caller.service is None


def hmac_of_public_key() -> str:
    signed = raw({"alg": "HS256", "kid": KEY.kid, "typ": "at+jwt"}, claims()).rpartition(".")[0]
    mac = hmac.digest(KEY.as_pem(private=False), signed.encode(), "sha256")
    return f"{signed}.{base64.urlsafe_b64encode(mac).rstrip(b'=').decode()}"


RSA = RSAKey.generate_key(2048)
FORGERIES = {
    "alg none": raw({"alg": "none", "kid": KEY.kid, "typ": "at+jwt"}, claims()),
    "no signature": raw({"alg": "ES256", "kid": KEY.kid, "typ": "at+jwt"}, claims()),
    "HMAC with the public key": hmac_of_public_key(),
    "RSA key of their own": forge(RSA, "RS256"),
    "another key with our kid": forge(ECKey.generate_key("P-256")),
    "ID token": forge(header={"typ": "JWT"}),
    "no type": forge(header={"typ": None}),
    "no kid": forge(header={"kid": None}),
    "kid as a path": forge(header={"kid": "../../../../dev/null"}),
    "kid as SQL": forge(header={"kid": "' OR 1=1 --"}),
    "unknown kid": forge(header={"kid": "another"}),
    "a key brought along": forge(header={"jwk": KEY.as_dict(private=False)}),
    "a key to be fetched": forge(header={"jku": "https://attacker.example/keys"}),
    "another issuer": forge(iss="https://attacker.example"),
    "another audience": forge(aud="others"),
    "several audiences": forge(aud=["hallway", "others"]),
    "no person": forge(sub="root"),
    "no session": forge(sid=None),
    "endless": forge(exp=10**18),
    "end is text": forge(exp="tomorrow"),
    "changed afterwards": forge()[:-6] + "AAAAAA",
    "empty": "",
    "dots": "..",
    "not text of ours": "é.é.é",
    "five parts": "a.b.c.d.e",
    "huge": "a" * 1_000_000,
}


@pytest.mark.parametrize("name", FORGERIES)
async def test_forgeries(name: str) -> None:
    with pytest.raises(Problem) as caught:
        await Verifier(Keys(KEY), ISSUER).verify(FORGERIES[name], NOW)
    assert caught.value.code == "unauthenticated"


async def test_expired() -> None:
    verifier, token = Verifier(Keys(KEY), ISSUER), Signer(KEY, ISSUER).sign(CALLER, NOW, timedelta(minutes=1))
    await verifier.verify(token, NOW)
    for verify in (verifier, Verifier(Keys(KEY), ISSUER)):
        with pytest.raises(Problem) as caught:
            await verify.verify(token, NOW + timedelta(minutes=1))
        assert caught.value.code == "expired"


async def test_rotation_and_made_up_kids() -> None:
    keys, new = Keys(KEY), ECKey.generate_key("P-256", auto_kid=True)
    verifier = Verifier(keys, ISSUER)
    await verifier.verify(Signer(KEY, ISSUER).sign(CALLER, NOW), NOW)
    keys.keys.append(new)
    later = NOW + timedelta(seconds=11)
    await verifier.verify(Signer(new, ISSUER).sign(CALLER, later), later)
    assert keys.asked == 2
    for _ in range(50):
        with pytest.raises(Problem):
            await verifier.verify(forge(header={"kid": uuid4().hex}), later)
    assert keys.asked == 2, "made-up kids make us ask again and again"


async def test_all_who_come_at_once_after_a_start_are_known() -> None:
    keys = Keys(KEY)
    verifier, tokens = Verifier(keys, ISSUER), [Signer(KEY, ISSUER).sign(CALLER, NOW) for _ in range(20)]
    callers = await asyncio.gather(*(verifier.verify(token, NOW) for token in tokens))
    assert [caller.user_id for caller in callers] == [CALLER.user_id] * 20
    assert keys.asked == 1


async def test_a_withdrawn_key_takes_its_tokens_along() -> None:
    keys, new = Keys(KEY), ECKey.generate_key("P-256", auto_kid=True)
    verifier, token = Verifier(keys, ISSUER), Signer(KEY, ISSUER).sign(CALLER, NOW)
    await verifier.verify(token, NOW)
    keys.keys = [new]
    later = NOW + timedelta(seconds=11)
    await verifier.verify(Signer(new, ISSUER).sign(CALLER, later), later)
    with pytest.raises(Problem):
        await verifier.verify(token, later)


def test_only_people_get_tokens() -> None:
    with pytest.raises(AssertionError):
        Signer(KEY, ISSUER).sign(CALLER, NOW, timedelta(minutes=11))
    with pytest.raises((AssertionError, Problem)):
        Signer(KEY, ISSUER).sign(service_caller("chat"), NOW)
