"""Refresh tokens, devices, and signing out."""

import asyncio
from uuid import UUID

import msgspec

from hallway.kernel.caller import ANONYMOUS, service_caller
from hallway.kernel.channels import GATEWAYS
from hallway.kernel.ids import uuid7
from hallway.services.auth.api import Device, SessionGrant
from hallway.services.auth.sessions.refresh_tokens import RefreshTokens
from tests.auth.factories import DEVICE, PASSWORD, AuthFactories, as_user
from tests.support.factories import problem_of
from tests.support.recorder import recorded_pushes
from tests.support.waiting import eventually

GATEWAY = service_caller("gateway")
PHONE = Device(
    user_agent="Mozilla/5.0 (iPhone; CPU iPhone OS 26_0 like Mac OS X) AppleWebKit/605.1 Version/26.0 Safari/604.1",
    address="2001:db8:1:2::3",
)


async def refresh(factories: AuthFactories, token: str) -> SessionGrant:
    return await factories.auth.refresh(ANONYMOUS, token, DEVICE)


async def alive(factories: AuthFactories, session_id: UUID) -> bool:
    return await factories.auth.session_alive(GATEWAY, session_id)


async def test_a_token_is_exchanged_for_the_next(factories: AuthFactories) -> None:
    grant = await factories.ada()
    tokens = [grant.refresh_token]
    for _ in range(5):
        factories.clock.advance(minutes=9)
        renewed = await refresh(factories, tokens[-1])
        assert (renewed.session_id, renewed.user) == (grant.session_id, grant.user)
        assert (await factories.caller_of(renewed.access_token)).session_id == grant.session_id
        assert (renewed.refresh_expires_at - factories.clock()).days == 30
        tokens.append(renewed.refresh_token)
    assert len(set(tokens)) == 6
    assert {len(token) for token in tokens} == {43}
    assert await factories.db.pool.fetchval("SELECT count(*) FROM sessions") == 1


async def test_two_tabs_that_race_both_go_on(factories: AuthFactories) -> None:
    first = (await factories.ada()).refresh_token
    factories.clock.advance(minutes=9)
    answers = await asyncio.gather(*(refresh(factories, first) for _ in range(6)))
    factories.clock.advance(seconds=10)
    answers.append(await refresh(factories, first))  # the slowest tab, just in time
    # The same for all, so whichever answer the browser keeps last is good, and no second chain is in the world.
    [second] = {grant.refresh_token for grant in answers}
    for grant in answers:
        assert (await factories.caller_of(grant.access_token)).user_id == grant.user.id
    assert await refresh(factories, second)  # within the race it stays as it is,
    factories.clock.advance(seconds=1)
    third = (await refresh(factories, second)).refresh_token  # and afterwards it is exchanged
    assert third not in (first, second)
    assert [name for name, _ in await factories.facts()] == ["UserRegistered"]


async def test_a_token_that_comes_again_later_ends_the_session(factories: AuthFactories) -> None:
    grant = await factories.ada()
    factories.clock.advance(minutes=9)
    stolen = grant.refresh_token
    good = (await refresh(factories, stolen)).refresh_token
    other = await factories.auth.log_in(ANONYMOUS, "ada@example.org", PASSWORD, PHONE)
    factories.clock.advance(seconds=10.001)
    assert (await problem_of(refresh(factories, stolen))).code == "unauthenticated"
    assert not await alive(factories, grant.session_id)
    assert (
        await problem_of(refresh(factories, good))
    ).code == "unauthenticated"  # whoever holds it: it may be the thief
    ended = {"user_id": str(grant.user.id), "session_id": str(grant.session_id)}
    assert (await factories.facts())[-1] == ("SessionEnded", ended)
    assert await alive(factories, other.session_id)  # other devices are not touched


async def test_a_thief_who_is_first_is_noticed_when_the_person_comes(factories: AuthFactories) -> None:
    grant = await factories.ada()
    factories.clock.advance(minutes=9)
    thiefs = (await refresh(factories, grant.refresh_token)).refresh_token
    factories.clock.advance(minutes=9)
    thiefs = (await refresh(factories, thiefs)).refresh_token
    assert (await problem_of(refresh(factories, grant.refresh_token))).code == "unauthenticated"
    assert (await problem_of(refresh(factories, thiefs))).code == "unauthenticated"


async def test_a_token_from_long_ago_ends_the_session_even_within_a_race(factories: AuthFactories) -> None:
    grant = await factories.ada()
    tokens = [grant.refresh_token]
    for _ in range(3):
        factories.clock.advance(minutes=9)
        tokens.append((await refresh(factories, tokens[-1])).refresh_token)
    assert (await problem_of(refresh(factories, tokens[0]))).code == "unauthenticated"
    assert not await alive(factories, grant.session_id)


async def test_a_race_between_reuse_and_refresh_leaves_nobody_signed_in(factories: AuthFactories) -> None:
    grant = await factories.ada()
    factories.clock.advance(minutes=9)
    good = (await refresh(factories, grant.refresh_token)).refresh_token
    factories.clock.advance(minutes=9)
    tries = [refresh(factories, token) for token in (grant.refresh_token, good) * 4]
    await asyncio.gather(*tries, return_exceptions=True)
    assert not await alive(factories, grant.session_id)
    assert [name for name, _ in await factories.facts()].count("SessionEnded") == 1


async def test_a_refresh_does_not_bring_back_what_is_being_ended(factories: AuthFactories) -> None:
    grant = await factories.ada()
    factories.clock.advance(minutes=9)
    async with factories.db.pool.acquire() as connection, connection.transaction():
        await connection.execute("DELETE FROM sessions WHERE id = $1", grant.session_id)
        refreshing = asyncio.create_task(problem_of(refresh(factories, grant.refresh_token)))
        waiting = (
            "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
        )
        await eventually(lambda: factories.db.pool.fetchval(waiting))
        assert not refreshing.done()
    assert (await refreshing).code == "unauthenticated"
    assert not await alive(factories, grant.session_id)


async def test_made_up_tokens_get_nothing(factories: AuthFactories) -> None:
    grant = await factories.ada()
    for token in ("", "x", "A" * 43, "\0" * 43, "\ud800" * 43, "' OR true --", "x" * 9_000_000):
        assert (await problem_of(refresh(factories, token))).code == "unauthenticated"
        await factories.auth.log_out(ANONYMOUS, token)
    assert await alive(factories, grant.session_id)


async def test_an_access_token_is_no_refresh_token_and_the_next_cannot_be_computed(factories: AuthFactories) -> None:
    grant = await factories.ada()
    assert (await problem_of(refresh(factories, grant.access_token))).code == "unauthenticated"
    factories.clock.advance(minutes=9)
    ours = (await refresh(factories, grant.refresh_token)).refresh_token
    installation = msgspec.structs.replace(factories.settings, secret="another installation's secret, long")
    successors = [
        RefreshTokens(settings.keys("auth refresh tokens")).successor(grant.refresh_token)
        for settings in (factories.settings, installation)
    ]
    assert successors[0] == ours != successors[1]


async def test_a_session_runs_out(factories: AuthFactories) -> None:
    grant = await factories.ada()
    factories.clock.advance(days=30)
    assert not await alive(factories, grant.session_id)
    assert (await problem_of(refresh(factories, grant.refresh_token))).code == "unauthenticated"
    assert await factories.db.pool.fetchval("SELECT count(*) FROM refresh_tokens") == 0


async def test_no_session_lasts_for_ever(factories: AuthFactories) -> None:
    grant = await factories.ada()
    token = grant.refresh_token
    for _ in range(8):
        factories.clock.advance(days=20)
        token = (await refresh(factories, token)).refresh_token
    factories.clock.advance(days=20)
    assert (await problem_of(refresh(factories, token))).code == "unauthenticated"


async def test_what_has_run_out_is_swept_at_the_next_sign_in(factories: AuthFactories) -> None:
    await factories.ada()
    factories.clock.advance(days=31)
    await factories.auth.log_in(ANONYMOUS, "ada@example.org", PASSWORD, DEVICE)
    assert await factories.db.pool.fetchval("SELECT count(*) FROM sessions") == 1


async def test_signing_out_ends_this_session_at_once_and_tells_everybody(factories: AuthFactories) -> None:
    grant = await factories.ada()
    other = await factories.auth.log_in(ANONYMOUS, "ada@example.org", PASSWORD, PHONE)
    async with recorded_pushes(factories.redis, factories.settings) as heard:
        await factories.auth.log_out(ANONYMOUS, grant.refresh_token)
    assert not await alive(factories, grant.session_id)
    assert await alive(factories, other.session_id)
    user, session = str(grant.user.id), str(grant.session_id)
    assert [(channel, push.name, push.fields) for channel, push in heard] == [
        (GATEWAYS, "session.end", {"userId": user, "sessionId": session}),
    ]
    ended = {"user_id": str(grant.user.id), "session_id": str(grant.session_id)}
    assert (await factories.facts())[-1] == ("SessionEnded", ended)
    assert (await problem_of(refresh(factories, grant.refresh_token))).code == "unauthenticated"
    await factories.auth.log_out(ANONYMOUS, grant.refresh_token)  # silent the second time
    assert len(await factories.facts()) == 2


async def test_the_list_of_devices(factories: AuthFactories) -> None:
    grant = await factories.ada()
    factories.clock.advance(hours=1)
    phone = await factories.auth.log_in(ANONYMOUS, "ada@example.org", PASSWORD, PHONE)
    await factories.ada("bo@example.org")
    shown = await factories.auth.sessions(as_user(grant))
    assert [(d.label, d.address, d.current) for d in shown] == [
        ("Firefox on Linux", "203.0.113.…", True),
        ("Safari on iPhone", "2001:db8:1:…", False),
    ]
    assert shown[1].id == phone.session_id
    assert shown[1].last_seen_at == factories.clock()
    factories.clock.advance(hours=1)
    await factories.auth.refresh(
        ANONYMOUS, grant.refresh_token, Device(user_agent=PHONE.user_agent, address="198.51.100.9")
    )
    [mine, _] = await factories.auth.sessions(as_user(grant))
    assert (mine.address, mine.last_seen_at) == ("198.51.100.…", factories.clock())
    assert (await problem_of(factories.auth.sessions(ANONYMOUS))).code == "unauthenticated"


async def test_only_ones_own_devices_can_be_signed_out(factories: AuthFactories) -> None:
    ada, bo = await factories.ada(), await factories.ada("bo@example.org")
    for session_id in (bo.session_id, uuid7(), UUID(int=0)):
        assert (await problem_of(factories.auth.end_session(as_user(ada), session_id))).code == "not_found"
    assert (await problem_of(factories.auth.end_session(ANONYMOUS, bo.session_id))).code == "unauthenticated"
    assert await alive(factories, bo.session_id)
    await factories.auth.end_session(as_user(bo), bo.session_id)
    assert not await alive(factories, bo.session_id)
    assert await alive(factories, ada.session_id)


async def test_signing_out_everywhere_else(factories: AuthFactories) -> None:
    ada, bo = await factories.ada(), await factories.ada("bo@example.org")
    others = [await factories.auth.log_in(ANONYMOUS, "ada@example.org", PASSWORD, PHONE) for _ in range(3)]
    assert await factories.auth.end_other_sessions(as_user(ada)) == 3
    assert [await alive(factories, other.session_id) for other in others] == [False] * 3
    assert await alive(factories, ada.session_id)
    assert await alive(factories, bo.session_id)
    assert [name for name, _ in await factories.facts()].count("SessionEnded") == 3
    assert await factories.auth.end_other_sessions(as_user(ada)) == 0
    for nobody in (ANONYMOUS, msgspec.structs.replace(as_user(ada), session_id=None)):
        assert (await problem_of(factories.auth.end_other_sessions(nobody))).code == "unauthenticated"
    assert await alive(factories, ada.session_id)


async def test_who_was_thrown_out_throws_out_nobody(factories: AuthFactories) -> None:
    ada = await factories.ada()
    thief = as_user(await factories.auth.log_in(ANONYMOUS, "ada@example.org", PASSWORD, PHONE))
    event = uuid7()
    await factories.auth.grant_event_role(GATEWAY, event, ada.user.id, "owner")
    await factories.auth.end_other_sessions(as_user(ada))
    for work in (  # though the access token itself is good for another ten minutes
        factories.auth.me(thief),
        factories.auth.sessions(thief),
        factories.auth.end_session(thief, ada.session_id),
        factories.auth.end_other_sessions(thief),
        factories.auth.grant_event_role(thief, event, ada.user.id, "owner"),
        factories.auth.revoke_event_role(thief, event, ada.user.id),
    ):
        assert (await problem_of(work)).code == "unauthenticated"
    assert await alive(factories, ada.session_id)
