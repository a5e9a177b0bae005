"""The keys that tokens are signed with."""

import asyncio
import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode

import msgspec
import pytest
from joserfc import jwt
from joserfc.jwk import ECKey

from hallway.kernel.caller import ANONYMOUS
from hallway.kernel.errors import Problem
from hallway.services.auth.api import SessionGrant
from hallway.services.auth.service import AuthService
from hallway.services.auth.signing_keys import service
from tests.auth.factories import DEVICE, PASSWORD, AuthFactories
from tests.support.factories import problem_of
from tests.support.waiting import eventually


async def kids(factories: AuthFactories) -> list[str]:
    return [key["kid"] for key in (await factories.auth.jwks(ANONYMOUS))["keys"]]


async def sign_in(factories: AuthFactories) -> SessionGrant:
    return await factories.auth.log_in(ANONYMOUS, "ada@example.org", PASSWORD, DEVICE)


async def start(*processes: AuthService) -> None:
    """Start them at once, and stop them again: each looks whether the key is due."""
    await asyncio.gather(*(process.start() for process in processes))
    for process in processes:
        await process.stop()


async def test_only_public_members_leave(factories: AuthFactories) -> None:
    factories.clock.advance(days=31)
    await start(factories.process())
    keys = (await factories.auth.jwks(ANONYMOUS))["keys"]
    assert len(keys) == 2
    for key in keys:
        assert set(key) == {"kty", "crv", "x", "y", "kid", "use", "alg"}
        assert (key["kty"], key["crv"], key["use"], key["alg"]) == ("EC", "P-256", "sig", "ES256")


async def test_processes_that_start_at_once_share_one_key(factories: AuthFactories) -> None:
    await factories.db.pool.execute("DELETE FROM signing_keys")
    await start(*(factories.process() for _ in range(6)))
    assert len(await kids(factories)) == 1


async def test_rotation_changes_over_all_processes_and_breaks_no_token(factories: AuthFactories) -> None:
    factories.clock.advance(days=31)
    old = await factories.ada()
    await start(factories.process())
    new = await sign_in(factories)
    headers = [jwt.decode(g.access_token, await key_of(factories, g)).header["kid"] for g in (old, new)]
    assert headers[0] != headers[1]
    assert await kids(factories) == headers[::-1]
    factories.clock.advance(minutes=9, seconds=59)
    for grant in (old, new):
        assert (await factories.caller_of(grant.access_token)).session_id == grant.session_id
    factories.clock.advance(minutes=1, seconds=2)
    assert await kids(factories) == headers[1:]  # nothing that the old key signed is good any more


async def key_of(factories: AuthFactories, grant: SessionGrant) -> ECKey:
    keys = (await factories.auth.jwks(ANONYMOUS))["keys"]
    first = grant.access_token.partition(".")[0]
    header = msgspec.json.decode(urlsafe_b64decode(first + "=="))
    [found] = [key for key in keys if key["kid"] == header["kid"]]
    return ECKey.import_key({**found})


async def test_rotations_at_once_leave_one_key_that_signs(factories: AuthFactories) -> None:
    factories.clock.advance(days=31)
    await start(*(factories.process() for _ in range(5)))
    assert len(await kids(factories)) == 2
    assert await factories.db.pool.fetchval("SELECT count(*) FROM signing_keys WHERE retired_at IS NULL") == 1
    factories.clock.advance(days=31)
    await start(factories.process())
    assert await factories.db.pool.fetchval("SELECT count(*) FROM signing_keys") == 2  # those long retired are gone


async def test_a_key_signs_for_thirty_days(factories: AuthFactories) -> None:
    first = await kids(factories)
    factories.clock.advance(days=30)
    await start(factories.process())
    assert await kids(factories) == first
    before = await factories.ada()
    factories.clock.advance(seconds=1)
    await start(factories.process())
    second, *others = await kids(factories)
    assert others == first
    after = await sign_in(factories)
    assert (await key_of(factories, before)).kid == first[0]
    assert (await key_of(factories, after)).kid == second
    for grant in (before, after):
        assert (await factories.caller_of(grant.access_token)).session_id == grant.session_id


async def test_the_age_is_looked_at_again_and_again(factories: AuthFactories, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "CHECK_SECONDS", 0.01)
    process = factories.process()
    await process.start()
    assert len(await kids(factories)) == 1
    factories.clock.advance(days=31)
    await eventually(lambda: kids(factories), lambda known: len(known) > 1)
    assert await factories.db.pool.fetchval("SELECT count(*) FROM signing_keys") == 2
    await process.stop()


async def test_after_the_secret_has_changed_a_new_key_signs(factories: AuthFactories) -> None:
    old = await factories.ada()
    changed = factories.process(secret="x" * 40)
    await changed.start()
    assert len(await kids(factories)) == 2
    await factories.caller_of(old.access_token)
    grant = await changed.log_in(ANONYMOUS, "ada@example.org", PASSWORD, DEVICE)
    await factories.caller_of(grant.access_token)
    await changed.stop()


def encoded(part: dict[str, object]) -> str:
    return urlsafe_b64encode(msgspec.json.encode(part)).decode().rstrip("=")


async def test_forged_tokens_are_nobodys(factories: AuthFactories) -> None:
    grant = await factories.ada()
    real = await key_of(factories, grant)
    token = jwt.decode(grant.access_token, real)
    own = ECKey.generate_key("P-256", {"kid": real.kid or ""})
    admin = {**token.claims, "roles": ["admin"]}
    start, middle, end = grant.access_token.split(".")
    # By hand, as the library refuses to: the public key taken for a shared secret.
    confused = f"{encoded({**token.header, 'alg': 'HS256'})}.{encoded(admin)}"
    mac = hmac.digest(real.as_pem(private=False), confused.encode(), "sha256")
    forged = [
        jwt.encode({**token.header}, admin, own, algorithms=["ES256"]),
        f"{confused}.{urlsafe_b64encode(mac).decode().rstrip('=')}",
        f"{start}.{encoded(admin)}.{end}",
        f"{start}.{middle}.{end[:-6]}AAAAAA",
        f"{encoded({**token.header, 'alg': 'none'})}.{middle}.",
        grant.refresh_token,
    ]
    for bad in forged:
        with pytest.raises(Problem) as refused:
            await factories.caller_of(bad)
        assert refused.value.code == "unauthenticated"
    factories.clock.advance(minutes=10)
    assert (await problem_of(factories.caller_of(grant.access_token))).code == "expired"
