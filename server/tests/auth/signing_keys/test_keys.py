"""The keys that tokens are signed with."""

import asyncio
import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode

import msgspec
import pytest
from joserfc import jwt
from joserfc.jwk import ECKey

from hallway.kernel.caller import ANONYMOUS, service_caller
from hallway.kernel.errors import Problem
from hallway.services.auth.api import SessionGrant
from tests.auth.house import DEVICE, PASSWORD, House, fault_of

OPERATOR = service_caller("operator")


async def kids(house: House) -> list[str]:
    return [key["kid"] for key in (await house.auth.jwks(ANONYMOUS))["keys"]]


async def sign_in(house: House) -> SessionGrant:
    return await house.auth.log_in(ANONYMOUS, "ada@example.org", PASSWORD, DEVICE)


async def test_only_public_members_leave(house: House) -> None:
    await house.auth.rotate_keys(OPERATOR)
    keys = (await house.auth.jwks(ANONYMOUS))["keys"]
    assert len(keys) == 2
    for key in keys:
        assert set(key) == {"kty", "crv", "x", "y", "kid", "use", "alg"}
        assert (key["kty"], key["crv"], key["use"], key["alg"]) == ("EC", "P-256", "sig", "ES256")


async def test_processes_that_start_at_once_share_one_key(house: House) -> None:
    await house.db.pool.execute("DELETE FROM signing_keys")
    processes = [house.another(house.settings) for _ in range(6)]
    await asyncio.gather(*(process.start() for process in processes))
    assert len(await kids(house)) == 1
    for process in processes:
        await process.stop()


async def test_rotation_changes_over_all_processes_and_breaks_no_token(house: House) -> None:
    other = house.another(house.settings)
    old = await house.ada()
    await other.rotate_keys(OPERATOR)
    new = await sign_in(house)
    headers = [jwt.decode(g.access_token, await key_of(house, g)).header["kid"] for g in (old, new)]
    assert headers[0] != headers[1]
    assert await kids(house) == headers[::-1]
    house.clock.advance(minutes=9, seconds=59)
    for grant in (old, new):
        assert (await house.caller_of(grant.access_token)).session_id == grant.session_id
    house.clock.advance(minutes=1, seconds=2)
    assert await kids(house) == headers[1:]  # nothing that the old key signed is good any more
    await other.stop()


async def key_of(house: House, grant: SessionGrant) -> ECKey:
    keys = (await house.auth.jwks(ANONYMOUS))["keys"]
    first = grant.access_token.partition(".")[0]
    header = msgspec.json.decode(urlsafe_b64decode(first + "=="))
    [found] = [key for key in keys if key["kid"] == header["kid"]]
    return ECKey.import_key({**found})


async def test_rotations_at_once_leave_one_key_that_signs(house: House) -> None:
    await asyncio.gather(*(house.auth.rotate_keys(OPERATOR) for _ in range(5)))
    assert await house.db.pool.fetchval("SELECT count(*) FROM signing_keys WHERE retired_at IS NULL") == 1
    house.clock.advance(minutes=12)
    await house.auth.rotate_keys(OPERATOR)
    assert await house.db.pool.fetchval("SELECT count(*) FROM signing_keys") == 2  # those long retired are gone


async def test_after_the_secret_has_changed_a_new_key_signs(house: House) -> None:
    old = await house.ada()
    changed = house.another(msgspec.structs.replace(house.settings, secret="x" * 40))
    await changed.start()
    assert len(await kids(house)) == 2
    await house.caller_of(old.access_token)
    grant = await changed.log_in(ANONYMOUS, "ada@example.org", PASSWORD, DEVICE)
    await house.caller_of(grant.access_token)
    await changed.stop()


def encoded(part: dict[str, object]) -> str:
    return urlsafe_b64encode(msgspec.json.encode(part)).decode().rstrip("=")


async def test_forged_tokens_are_nobodys(house: House) -> None:
    grant = await house.ada()
    real = await key_of(house, grant)
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
            await house.caller_of(bad)
        assert refused.value.code == "unauthenticated"
    house.clock.advance(minutes=10)
    assert (await fault_of(house.caller_of(grant.access_token)))[0] == "expired"
