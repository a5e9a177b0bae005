"""Registering and signing in."""

import asyncio

import pytest
from argon2 import PasswordHasher

from hallway.kernel.caller import ANONYMOUS, service_caller
from hallway.kernel.errors import Problem
from hallway.kernel.ids import uuid7
from hallway.services.auth.api import Device, SessionGrant
from hallway.services.auth.demo_api import NewUser
from hallway.services.auth.sessions import login_throttling
from tests.auth.factories import DEVICE, PASSWORD, AuthFactories, CountingHasher, as_user
from tests.support.factories import problem_of

SEED = service_caller("demo")
NUL_AND_SQL = [
    "'; DROP TABLE users; --",
    "ada@example.org'--",
    "ada@example.org\0",
    "%",
    "",
    "a" * 5_000_000,
    "\ud800@x.org",
]


async def test_registering_signs_in(factories: AuthFactories) -> None:
    grant = await factories.auth.register(ANONYMOUS, " Ada@Example.org", " Ada\0 Quist ", PASSWORD, DEVICE)
    assert (grant.user.email, grant.user.name, grant.user.roles) == ("ada@example.org", "Ada Quist", frozenset())
    assert await factories.auth.me(as_user(grant)) == grant.user
    caller = await factories.caller_of(grant.access_token)
    assert (caller.user_id, caller.session_id) == (grant.user.id, grant.session_id)
    assert (grant.access_expires_at - factories.clock()).total_seconds() <= 600
    assert await factories.facts() == [("UserRegistered", {"user_id": str(grant.user.id), "name": "Ada Quist"})]


async def test_signing_in_with_the_password(factories: AuthFactories) -> None:
    made = await factories.ada()
    grant = await factories.auth.log_in(ANONYMOUS, "ADA@example.org ", PASSWORD, DEVICE)
    assert grant.user == made.user
    assert grant.session_id != made.session_id
    assert grant.refresh_token != made.refresh_token


async def test_nothing_secret_is_stored_as_it_is(factories: AuthFactories) -> None:
    grant = await factories.ada()
    for table in ("users", "sessions", "refresh_tokens", "signing_keys", "outbox"):
        kept = str(await factories.db.pool.fetch(f"SELECT t::text FROM {table} t"))
        for secret in (PASSWORD, grant.refresh_token, grant.access_token, DEVICE.address, '"d"'):
            assert secret not in kept
            assert secret.encode().hex() not in kept


async def test_a_stranger_cannot_tell_who_has_an_account(factories: AuthFactories) -> None:
    await factories.ada()
    await factories.demo.create_users(SEED, [NewUser(id=uuid7(), email="demo@example.org", name="Demo")])
    seen: list[tuple[object, ...]] = []
    for email in ("ada@example.org", "nobody@example.org", "demo@example.org", "not an address", "\ud800", "a" * 9_999):
        factories.hasher.work.clear()
        said = await problem_of(factories.auth.log_in(ANONYMOUS, email, "three red bicycles", DEVICE))
        seen.append((said.code, said.message, *factories.hasher.work))
    assert set(seen) == {("unauthenticated", seen[0][1], "verify")}


async def test_registering_twice_takes_the_same_work_and_says_little(factories: AuthFactories) -> None:
    await factories.ada()
    first, factories.hasher.work = factories.hasher.work[1:], []  # without nobody's hash
    refused = await problem_of(factories.ada("ADA@example.org"))
    assert refused.code == "conflict"
    assert "ada" not in refused.message.lower()
    assert factories.hasher.work == first == ["hash"]
    assert len(await factories.facts()) == 1
    await factories.auth.log_in(
        ANONYMOUS, "ada@example.org", PASSWORD, DEVICE
    )  # and the first one's password still fits


async def test_two_registrations_at_once_make_one_account(factories: AuthFactories) -> None:
    tries = await asyncio.gather(*(factories.ada() for _ in range(8)), return_exceptions=True)
    assert len([grant for grant in tries if isinstance(grant, SessionGrant)]) == 1
    assert {problem.code for problem in tries if isinstance(problem, Problem)} == {"conflict"}
    assert await factories.db.pool.fetchval("SELECT count(*) FROM users") == 1
    assert await factories.db.pool.fetchval("SELECT count(*) FROM sessions") == 1


async def test_what_is_malformed_makes_no_account(factories: AuthFactories) -> None:
    factories.hasher.work.clear()
    for email, name, password in [
        ("ada@example.org", "Ada", "short"),
        ("ada@example.org", "Ada", "password123"),
        ("ada@example.org", "Ada", "ada@example.org"),
        ("ada@example.org", "Ada", "x" * 257),
        ("ada@example.org", "Ada", "three \ud800 bicycles"),
        ("ada@example.org", "", PASSWORD),
        ("ada@example.org", "x" * 81, PASSWORD),
        *((email, "Ada", PASSWORD) for email in NUL_AND_SQL),
    ]:
        assert (await problem_of(factories.auth.register(ANONYMOUS, email, name, password, DEVICE))).code == "invalid"
    assert await factories.db.pool.fetchval("SELECT count(*) FROM users") == 0
    assert factories.hasher.work == []


async def test_hostile_sign_ins_only_fail(factories: AuthFactories) -> None:
    await factories.ada()
    for number, email in enumerate(NUL_AND_SQL):
        hostile = Device(user_agent="\0<script>" * 100_000, address=f"203.0.113.{number}")
        for password in ("", "x" * 5_000_000, "\0", "' OR '1'='1", "\ud800"):
            assert (
                await problem_of(factories.auth.log_in(ANONYMOUS, email, password, hostile))
            ).code == "unauthenticated"
    odd = Device(user_agent="\ud800", address="203.0.113.1, 10.0.0.1\0")
    assert (await factories.auth.log_in(ANONYMOUS, "ada@example.org", PASSWORD, odd)).user.name == "Ada Quist"


async def test_a_password_may_hold_anything(factories: AuthFactories) -> None:
    odd = "\0 null, then 🦊 and ' \" ; -- ü"
    await factories.auth.register(ANONYMOUS, "ada@example.org", "Ada", odd, DEVICE)
    assert (await factories.auth.log_in(ANONYMOUS, "ada@example.org", odd, DEVICE)).user.name == "Ada"
    for other in ("\0", odd.partition("🦊")[0]):
        refusal = await problem_of(factories.auth.log_in(ANONYMOUS, "ada@example.org", other, DEVICE))
        assert refusal.code == "unauthenticated"


async def test_a_hash_of_other_parameters_is_renewed_at_the_next_sign_in(factories: AuthFactories) -> None:
    await factories.ada()
    stronger = factories.process(PasswordHasher(time_cost=2, memory_cost=128, parallelism=1))
    await problem_of(stronger.log_in(ANONYMOUS, "ada@example.org", "three red bicycles", DEVICE))
    assert "m=64,t=1" in await factories.db.pool.fetchval("SELECT password_hash FROM users")
    await stronger.log_in(ANONYMOUS, "ada@example.org", PASSWORD, DEVICE)
    assert "m=128,t=2" in await factories.db.pool.fetchval("SELECT password_hash FROM users")
    await stronger.log_in(ANONYMOUS, "ada@example.org", PASSWORD, DEVICE)
    await stronger.stop()


async def test_guessing_at_one_account_ends_soon(factories: AuthFactories) -> None:
    await factories.ada()
    limit, span = login_throttling.GUESSES
    for _ in range(limit):
        assert (
            await problem_of(factories.auth.log_in(ANONYMOUS, "ada@example.org", "a wrong guess", DEVICE))
        ).code == "unauthenticated"
    factories.hasher.work.clear()
    assert (await problem_of(factories.auth.log_in(ANONYMOUS, " Ada@EXAMPLE.org", PASSWORD, DEVICE))).code == "too_many"
    assert factories.hasher.work == []
    elsewhere = Device(user_agent="", address="198.51.100.1")
    await factories.auth.log_in(ANONYMOUS, "ada@example.org", PASSWORD, elsewhere)  # the person, at home
    factories.clock.advance(seconds=span.total_seconds())
    await factories.auth.log_in(ANONYMOUS, "ada@example.org", PASSWORD, DEVICE)


async def test_many_machines_guessing_together_end_too(factories: AuthFactories) -> None:
    await factories.ada()
    codes: list[str] = []
    for number in range(login_throttling.GUESSES_FROM_ANYWHERE[0] + 1):
        device = Device(user_agent="", address=f"198.51.{number}.1")
        codes.append((await problem_of(factories.auth.log_in(ANONYMOUS, "ada@example.org", "a guess", device))).code)
    assert codes[:-1] == ["unauthenticated"] * login_throttling.GUESSES_FROM_ANYWHERE[0]
    assert codes[-1] == "too_many"


async def test_one_address_cannot_try_all_accounts(factories: AuthFactories, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(login_throttling, "SIGN_INS", (5, login_throttling.SIGN_INS[1]))
    monkeypatch.setattr(login_throttling, "REGISTRATIONS", (5, login_throttling.REGISTRATIONS[1]))
    for number in range(5):  # from one customer's IPv6 network
        device = Device(user_agent="", address=f"2001:db8:7:7::{number}")
        await problem_of(factories.auth.log_in(ANONYMOUS, f"x{number}@example.org", "a guess here", device))
        await factories.ada(f"x{number}@example.org", device)
    device = Device(user_agent="", address="2001:db8:7:7:ffff::1")
    assert (
        await problem_of(factories.auth.log_in(ANONYMOUS, "y@example.org", "a guess here", device))
    ).code == "too_many"
    assert (await problem_of(factories.ada("y@example.org", device))).code == "too_many"
    assert (await problem_of(factories.demo.log_in_as_persona(ANONYMOUS, "x", device))).code == "too_many"


def test_the_counting_hasher_is_a_real_one() -> None:
    hasher = CountingHasher()
    assert hasher.verify(hasher.hash("x"), "x")
    assert hasher.work == ["hash", "verify"]
