"""Registering and signing in."""

import asyncio

import pytest
from argon2 import PasswordHasher

from hallway.kernel.caller import ANONYMOUS, Caller, service_caller
from hallway.kernel.errors import Problem
from hallway.kernel.ids import uuid7
from hallway.services.auth import attempts
from hallway.services.auth.api import Device, NewUser, SessionGrant
from tests.auth.house import DEVICE, PASSWORD, CountingHasher, House, as_user, fault_of

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


async def test_registering_signs_in(house: House) -> None:
    grant = await house.auth.register(ANONYMOUS, " Ada@Example.org", " Ada\0 Quist ", PASSWORD, DEVICE)
    assert (grant.user.email, grant.user.name, grant.user.roles) == ("ada@example.org", "Ada Quist", frozenset())
    assert await house.auth.me(as_user(grant)) == grant.user
    caller = await house.caller_of(grant.access_token)
    assert (caller.user_id, caller.session_id) == (grant.user.id, grant.session_id)
    assert (grant.access_expires_at - house.clock()).total_seconds() <= 600
    assert await house.facts() == [("UserRegistered", {"user_id": str(grant.user.id), "name": "Ada Quist"})]


async def test_signing_in_with_the_password(house: House) -> None:
    made = await house.ada()
    grant = await house.auth.log_in(ANONYMOUS, "ADA@example.org ", PASSWORD, DEVICE)
    assert grant.user == made.user
    assert grant.session_id != made.session_id
    assert grant.refresh_token != made.refresh_token


async def test_nothing_secret_is_stored_as_it_is(house: House) -> None:
    grant = await house.ada()
    for table in ("users", "sessions", "refresh_tokens", "signing_keys", "outbox"):
        kept = str(await house.db.pool.fetch(f"SELECT t::text FROM {table} t"))
        for secret in (PASSWORD, grant.refresh_token, grant.access_token, DEVICE.address, '"d"'):
            assert secret not in kept
            assert secret.encode().hex() not in kept


async def test_a_stranger_cannot_tell_who_has_an_account(house: House) -> None:
    await house.ada()
    await house.auth.create_users(SEED, [NewUser(id=uuid7(), email="demo@example.org", name="Demo")])
    seen: list[tuple[object, ...]] = []
    for email in ("ada@example.org", "nobody@example.org", "demo@example.org", "not an address", "\ud800", "a" * 9_999):
        house.hasher.work.clear()
        said = await fault_of(house.auth.log_in(ANONYMOUS, email, "three red bicycles", DEVICE))
        seen.append((*said, *house.hasher.work))
    assert set(seen) == {("unauthenticated", seen[0][1], "verify")}


async def test_registering_twice_takes_the_same_work_and_says_little(house: House) -> None:
    await house.ada()
    first, house.hasher.work = house.hasher.work[1:], []  # without nobody's hash
    code, message = await fault_of(house.ada("ADA@example.org"))
    assert code == "conflict"
    assert "ada" not in message.lower()
    assert house.hasher.work == first == ["hash"]
    assert len(await house.facts()) == 1
    await house.auth.log_in(ANONYMOUS, "ada@example.org", PASSWORD, DEVICE)  # and the first one's password still fits


async def test_two_registrations_at_once_make_one_account(house: House) -> None:
    tries = await asyncio.gather(*(house.ada() for _ in range(8)), return_exceptions=True)
    assert len([grant for grant in tries if isinstance(grant, SessionGrant)]) == 1
    assert {problem.code for problem in tries if isinstance(problem, Problem)} == {"conflict"}
    assert await house.db.pool.fetchval("SELECT count(*) FROM users") == 1
    assert await house.db.pool.fetchval("SELECT count(*) FROM sessions") == 1


async def test_what_is_malformed_makes_no_account(house: House) -> None:
    house.hasher.work.clear()
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
        code, _ = await fault_of(house.auth.register(ANONYMOUS, email, name, password, DEVICE))
        assert code == "invalid"
    assert await house.db.pool.fetchval("SELECT count(*) FROM users") == 0
    assert house.hasher.work == []


async def test_hostile_sign_ins_only_fail(house: House) -> None:
    await house.ada()
    for number, email in enumerate(NUL_AND_SQL):
        hostile = Device(user_agent="\0<script>" * 100_000, address=f"203.0.113.{number}")
        for password in ("", "x" * 5_000_000, "\0", "' OR '1'='1", "\ud800"):
            code, _ = await fault_of(house.auth.log_in(ANONYMOUS, email, password, hostile))
            assert code == "unauthenticated"
    odd = Device(user_agent="\ud800", address="203.0.113.1, 10.0.0.1\0")
    assert (await house.auth.log_in(ANONYMOUS, "ada@example.org", PASSWORD, odd)).user.name == "Ada Quist"


async def test_a_password_may_hold_anything(house: House) -> None:
    odd = "\0 null, then 🦊 and ' \" ; -- ü"
    await house.auth.register(ANONYMOUS, "ada@example.org", "Ada", odd, DEVICE)
    await house.auth.log_in(ANONYMOUS, "ada@example.org", odd, DEVICE)
    await fault_of(house.auth.log_in(ANONYMOUS, "ada@example.org", "\0", DEVICE))
    await fault_of(house.auth.log_in(ANONYMOUS, "ada@example.org", odd.partition("🦊")[0], DEVICE))


async def test_a_hash_of_other_parameters_is_renewed_at_the_next_sign_in(house: House) -> None:
    await house.ada()
    stronger = house.another(house.settings, PasswordHasher(time_cost=2, memory_cost=128, parallelism=1))
    await fault_of(stronger.log_in(ANONYMOUS, "ada@example.org", "three red bicycles", DEVICE))
    assert "m=64,t=1" in await house.db.pool.fetchval("SELECT password_hash FROM users")
    await stronger.log_in(ANONYMOUS, "ada@example.org", PASSWORD, DEVICE)
    assert "m=128,t=2" in await house.db.pool.fetchval("SELECT password_hash FROM users")
    await stronger.log_in(ANONYMOUS, "ada@example.org", PASSWORD, DEVICE)
    await stronger.stop()


async def test_guessing_at_one_account_ends_soon(house: House) -> None:
    await house.ada()
    limit, span = attempts.GUESSES
    for _ in range(limit):
        code, _ = await fault_of(house.auth.log_in(ANONYMOUS, "ada@example.org", "a wrong guess", DEVICE))
        assert code == "unauthenticated"
    house.hasher.work.clear()
    code, _ = await fault_of(house.auth.log_in(ANONYMOUS, " Ada@EXAMPLE.org", PASSWORD, DEVICE))
    assert code == "too_many"
    assert house.hasher.work == []
    elsewhere = Device(user_agent="", address="198.51.100.1")
    await house.auth.log_in(ANONYMOUS, "ada@example.org", PASSWORD, elsewhere)  # the person, at home
    house.clock.advance(seconds=span.total_seconds())
    await house.auth.log_in(ANONYMOUS, "ada@example.org", PASSWORD, DEVICE)


async def test_many_machines_guessing_together_end_too(house: House) -> None:
    await house.ada()
    codes: list[str] = []
    for number in range(attempts.GUESSES_FROM_ANYWHERE[0] + 1):
        device = Device(user_agent="", address=f"198.51.{number}.1")
        codes.append((await fault_of(house.auth.log_in(ANONYMOUS, "ada@example.org", "a guess", device)))[0])
    assert codes[:-1] == ["unauthenticated"] * attempts.GUESSES_FROM_ANYWHERE[0]
    assert codes[-1] == "too_many"


async def test_one_address_cannot_try_all_accounts(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attempts, "SIGN_INS", (5, attempts.SIGN_INS[1]))
    monkeypatch.setattr(attempts, "REGISTRATIONS", (5, attempts.REGISTRATIONS[1]))
    for number in range(5):  # from one customer's IPv6 network
        device = Device(user_agent="", address=f"2001:db8:7:7::{number}")
        await fault_of(house.auth.log_in(ANONYMOUS, f"x{number}@example.org", "a guess here", device))
        await house.ada(f"x{number}@example.org", device)
    device = Device(user_agent="", address="2001:db8:7:7:ffff::1")
    assert (await fault_of(house.auth.log_in(ANONYMOUS, "y@example.org", "a guess here", device)))[0] == "too_many"
    assert (await fault_of(house.ada("y@example.org", device)))[0] == "too_many"
    assert (await fault_of(house.auth.log_in_as_persona(ANONYMOUS, "x", device)))[0] == "too_many"


async def test_personas_are_for_demos_only(house: House) -> None:
    grace = NewUser(
        id=uuid7(), email="grace@demo.example", name="Grace Ode", roles=frozenset({"organiser"}),
        persona="organiser", persona_role="Runs the event",
    )  # fmt: skip
    plain = NewUser(id=uuid7(), email="bo@demo.example", name="Bo Tamm")
    await house.auth.create_users(SEED, [grace, plain])
    await house.auth.create_users(SEED, [NewUser(id=grace.id, email="new@demo.example", name="Else"), plain])
    assert [name for name, _ in await house.facts()] == ["UserRegistered"] * 2
    [persona] = await house.auth.personas(ANONYMOUS)
    assert (persona.key, persona.name, persona.role, persona.user_id) == (
        "organiser",
        "Grace Ode",
        "Runs the event",
        grace.id,
    )
    grant = await house.auth.log_in_as_persona(ANONYMOUS, "organiser", DEVICE)
    assert grant.user.email == "grace@demo.example"
    assert (await house.caller_of(grant.access_token)).roles == {"organiser"}
    for nobody in ("", "organiser' OR 1=1", "organiser\0", "\ud800", "x" * 100_000, str(plain.id)):
        assert (await fault_of(house.auth.log_in_as_persona(ANONYMOUS, nobody, DEVICE)))[0] == "not_found"
    for password in ("", "None", "organiser"):  # no password is no empty password
        code, _ = await fault_of(house.auth.log_in(ANONYMOUS, "grace@demo.example", password, DEVICE))
        assert code == "unauthenticated"


async def test_outside_of_a_demo_nobody_is_a_persona(house: House) -> None:
    grace = NewUser(id=uuid7(), email="grace@demo.example", name="Grace", persona="organiser")
    await house.auth.create_users(SEED, [grace])
    settings = type(house.settings)(
        database_url="postgresql://x", redis_url="redis://x", secret=house.settings.secret, service_urls={}
    )
    real = house.another(settings)
    assert await real.personas(ANONYMOUS) == []
    assert (await fault_of(real.log_in_as_persona(ANONYMOUS, "organiser", DEVICE)))[0] == "not_found"
    await real.stop()


async def test_what_is_for_services_is_for_services(house: House) -> None:
    grant = await house.ada()
    forged = Caller(grant.user.id, grant.session_id, frozenset({"admin", "organiser", "service"}))
    for caller in (ANONYMOUS, as_user(grant), forged):
        for work in (
            house.auth.users(caller, [grant.user.id]),
            house.auth.create_users(caller, [NewUser(id=uuid7(), email="x@example.org", name="X")]),
            house.auth.session_alive(caller, grant.session_id),
            house.auth.event_roles(caller, uuid7(), [grant.user.id]),
            house.auth.rotate_keys(caller),
        ):
            assert (await fault_of(work))[0] == "forbidden"
    assert await house.auth.users(SEED, [uuid7(), grant.user.id]) == [grant.user]
    assert (await fault_of(house.auth.me(ANONYMOUS)))[0] == "unauthenticated"
    assert (await fault_of(house.auth.me(Caller(uuid7()))))[0] == "unauthenticated"


def test_the_counting_hasher_is_a_real_one() -> None:
    hasher = CountingHasher()
    assert hasher.verify(hasher.hash("x"), "x")
    assert hasher.work == ["hash", "verify"]
