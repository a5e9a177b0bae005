"""Refresh tokens, devices, and signing out."""

import asyncio
from uuid import UUID

import msgspec

from hallway.kernel.caller import ANONYMOUS, service_caller
from hallway.kernel.channels import GATEWAYS
from hallway.kernel.ids import uuid7
from hallway.services.auth.api import Device, SessionGrant
from tests.auth.house import DEVICE, PASSWORD, House, as_user, fault_of
from tests.support.recorder import recorded_pushes

GATEWAY = service_caller("gateway")
PHONE = Device(
    user_agent="Mozilla/5.0 (iPhone; CPU iPhone OS 26_0 like Mac OS X) AppleWebKit/605.1 Version/26.0 Safari/604.1",
    address="2001:db8:1:2::3",
)


async def refresh(house: House, token: str) -> SessionGrant:
    return await house.auth.refresh(ANONYMOUS, token, DEVICE)


async def alive(house: House, session_id: UUID) -> bool:
    return await house.auth.session_alive(GATEWAY, session_id)


async def test_a_token_is_exchanged_for_the_next(house: House) -> None:
    grant = await house.ada()
    tokens = [grant.refresh_token]
    for _ in range(5):
        house.clock.advance(minutes=9)
        renewed = await refresh(house, tokens[-1])
        assert (renewed.session_id, renewed.user) == (grant.session_id, grant.user)
        assert (await house.caller_of(renewed.access_token)).session_id == grant.session_id
        assert (renewed.refresh_expires_at - house.clock()).days == 30
        tokens.append(renewed.refresh_token)
    assert len(set(tokens)) == 6
    assert {len(token) for token in tokens} == {43}
    assert await house.db.pool.fetchval("SELECT count(*) FROM sessions") == 1


async def test_two_tabs_that_race_both_go_on(house: House) -> None:
    first = (await house.ada()).refresh_token
    house.clock.advance(minutes=9)
    answers = await asyncio.gather(*(refresh(house, first) for _ in range(6)))
    house.clock.advance(seconds=10)
    answers.append(await refresh(house, first))  # the slowest tab, just in time
    # The same for all, so whichever answer the browser keeps last is good, and no second chain is in the world.
    [second] = {grant.refresh_token for grant in answers}
    for grant in answers:
        assert (await house.caller_of(grant.access_token)).user_id == grant.user.id
    assert await refresh(house, second)  # within the race it stays as it is,
    house.clock.advance(seconds=1)
    third = (await refresh(house, second)).refresh_token  # and afterwards it is exchanged
    assert third not in (first, second)
    assert [name for name, _ in await house.facts()] == ["UserRegistered"]


async def test_a_token_that_comes_again_later_ends_the_session(house: House) -> None:
    grant = await house.ada()
    house.clock.advance(minutes=9)
    stolen = grant.refresh_token
    good = (await refresh(house, stolen)).refresh_token
    other = await house.auth.log_in(ANONYMOUS, "ada@example.org", PASSWORD, PHONE)
    house.clock.advance(seconds=10.001)
    assert (await fault_of(refresh(house, stolen)))[0] == "unauthenticated"
    assert not await alive(house, grant.session_id)
    assert (await fault_of(refresh(house, good)))[0] == "unauthenticated"  # whoever holds it: it may be the thief
    ended = {"user_id": str(grant.user.id), "session_id": str(grant.session_id)}
    assert (await house.facts())[-1] == ("SessionEnded", ended)
    assert await alive(house, other.session_id)  # other devices are not touched


async def test_a_thief_who_is_first_is_noticed_when_the_person_comes(house: House) -> None:
    grant = await house.ada()
    house.clock.advance(minutes=9)
    thiefs = (await refresh(house, grant.refresh_token)).refresh_token
    house.clock.advance(minutes=9)
    thiefs = (await refresh(house, thiefs)).refresh_token
    assert (await fault_of(refresh(house, grant.refresh_token)))[0] == "unauthenticated"
    assert (await fault_of(refresh(house, thiefs)))[0] == "unauthenticated"


async def test_a_token_from_long_ago_ends_the_session_even_within_a_race(house: House) -> None:
    grant = await house.ada()
    tokens = [grant.refresh_token]
    for _ in range(3):
        house.clock.advance(minutes=9)
        tokens.append((await refresh(house, tokens[-1])).refresh_token)
    assert (await fault_of(refresh(house, tokens[0])))[0] == "unauthenticated"
    assert not await alive(house, grant.session_id)


async def test_a_race_between_reuse_and_refresh_leaves_nobody_signed_in(house: House) -> None:
    grant = await house.ada()
    house.clock.advance(minutes=9)
    good = (await refresh(house, grant.refresh_token)).refresh_token
    house.clock.advance(minutes=9)
    tries = [refresh(house, token) for token in (grant.refresh_token, good) * 4]
    await asyncio.gather(*tries, return_exceptions=True)
    assert not await alive(house, grant.session_id)
    assert [name for name, _ in await house.facts()].count("SessionEnded") == 1


async def test_a_refresh_does_not_bring_back_what_is_being_ended(house: House) -> None:
    grant = await house.ada()
    house.clock.advance(minutes=9)
    async with house.db.pool.acquire() as connection, connection.transaction():
        await connection.execute("DELETE FROM sessions WHERE id = $1", grant.session_id)
        refreshing = asyncio.create_task(fault_of(refresh(house, grant.refresh_token)))
        waiting = (
            "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
        )
        while not await house.db.pool.fetchval(waiting):
            assert not refreshing.done()
            await asyncio.sleep(0.01)
    assert (await refreshing)[0] == "unauthenticated"
    assert not await alive(house, grant.session_id)


async def test_made_up_tokens_get_nothing(house: House) -> None:
    grant = await house.ada()
    for token in ("", "x", "A" * 43, "\0" * 43, "\ud800" * 43, "' OR true --", "x" * 9_000_000):
        assert (await fault_of(refresh(house, token)))[0] == "unauthenticated"
        await house.auth.log_out(ANONYMOUS, token)
    assert await alive(house, grant.session_id)


async def test_an_access_token_is_no_refresh_token_and_the_next_cannot_be_computed(house: House) -> None:
    grant = await house.ada()
    assert (await fault_of(refresh(house, grant.access_token)))[0] == "unauthenticated"
    house.clock.advance(minutes=9)
    ours = (await refresh(house, grant.refresh_token)).refresh_token
    stranger = house.another(msgspec.structs.replace(house.settings, secret="another installation's secret, long"))
    assert stranger.open_sessions._successor(grant.refresh_token) != ours  # pyright: ignore[reportPrivateUsage]
    await stranger.stop()


async def test_a_session_runs_out(house: House) -> None:
    grant = await house.ada()
    house.clock.advance(days=30)
    assert not await alive(house, grant.session_id)
    assert (await fault_of(refresh(house, grant.refresh_token)))[0] == "unauthenticated"
    assert await house.db.pool.fetchval("SELECT count(*) FROM refresh_tokens") == 0


async def test_no_session_lasts_for_ever(house: House) -> None:
    grant = await house.ada()
    token = grant.refresh_token
    for _ in range(8):
        house.clock.advance(days=20)
        token = (await refresh(house, token)).refresh_token
    house.clock.advance(days=20)
    assert (await fault_of(refresh(house, token)))[0] == "unauthenticated"


async def test_what_has_run_out_is_swept_at_the_next_sign_in(house: House) -> None:
    await house.ada()
    house.clock.advance(days=31)
    await house.auth.log_in(ANONYMOUS, "ada@example.org", PASSWORD, DEVICE)
    assert await house.db.pool.fetchval("SELECT count(*) FROM sessions") == 1


async def test_signing_out_ends_this_session_at_once_and_tells_everybody(house: House) -> None:
    grant = await house.ada()
    other = await house.auth.log_in(ANONYMOUS, "ada@example.org", PASSWORD, PHONE)
    async with recorded_pushes(house.redis, house.settings) as heard:
        await house.auth.log_out(ANONYMOUS, grant.refresh_token)
    assert not await alive(house, grant.session_id)
    assert await alive(house, other.session_id)
    user, session = str(grant.user.id), str(grant.session_id)
    assert [(channel, push.name, push.fields) for channel, push in heard] == [
        (f"user:{user}", "session.ended", {"sessionId": session}),
        (GATEWAYS, "session.end", {"userId": user, "sessionId": session}),
    ]
    ended = {"user_id": str(grant.user.id), "session_id": str(grant.session_id)}
    assert (await house.facts())[-1] == ("SessionEnded", ended)
    assert (await fault_of(refresh(house, grant.refresh_token)))[0] == "unauthenticated"
    await house.auth.log_out(ANONYMOUS, grant.refresh_token)  # silent the second time
    assert len(await house.facts()) == 2


async def test_the_list_of_devices(house: House) -> None:
    grant = await house.ada()
    house.clock.advance(hours=1)
    phone = await house.auth.log_in(ANONYMOUS, "ada@example.org", PASSWORD, PHONE)
    await house.ada("bo@example.org")
    shown = await house.auth.sessions(as_user(grant))
    assert [(d.label, d.address, d.current) for d in shown] == [
        ("Firefox on Linux", "203.0.113.…", True),
        ("Safari on iPhone", "2001:db8:1:…", False),
    ]
    assert shown[1].id == phone.session_id
    assert shown[1].last_seen_at == house.clock()
    house.clock.advance(hours=1)
    await house.auth.refresh(
        ANONYMOUS, grant.refresh_token, Device(user_agent=PHONE.user_agent, address="198.51.100.9")
    )
    [mine, _] = await house.auth.sessions(as_user(grant))
    assert (mine.address, mine.last_seen_at) == ("198.51.100.…", house.clock())
    assert (await fault_of(house.auth.sessions(ANONYMOUS)))[0] == "unauthenticated"


async def test_only_ones_own_devices_can_be_signed_out(house: House) -> None:
    ada, bo = await house.ada(), await house.ada("bo@example.org")
    for session_id in (bo.session_id, uuid7(), UUID(int=0)):
        assert (await fault_of(house.auth.end_session(as_user(ada), session_id)))[0] == "not_found"
    assert (await fault_of(house.auth.end_session(ANONYMOUS, bo.session_id)))[0] == "unauthenticated"
    assert await alive(house, bo.session_id)
    await house.auth.end_session(as_user(bo), bo.session_id)
    assert not await alive(house, bo.session_id)
    assert await alive(house, ada.session_id)


async def test_signing_out_everywhere_else(house: House) -> None:
    ada, bo = await house.ada(), await house.ada("bo@example.org")
    others = [await house.auth.log_in(ANONYMOUS, "ada@example.org", PASSWORD, PHONE) for _ in range(3)]
    assert await house.auth.end_other_sessions(as_user(ada)) == 3
    assert [await alive(house, other.session_id) for other in others] == [False] * 3
    assert await alive(house, ada.session_id)
    assert await alive(house, bo.session_id)
    assert [name for name, _ in await house.facts()].count("SessionEnded") == 3
    assert await house.auth.end_other_sessions(as_user(ada)) == 0
    for nobody in (ANONYMOUS, msgspec.structs.replace(as_user(ada), session_id=None)):
        assert (await fault_of(house.auth.end_other_sessions(nobody)))[0] == "unauthenticated"
    assert await alive(house, ada.session_id)


async def test_who_was_thrown_out_throws_out_nobody(house: House) -> None:
    ada = await house.ada()
    thief = as_user(await house.auth.log_in(ANONYMOUS, "ada@example.org", PASSWORD, PHONE))
    event = uuid7()
    await house.auth.grant_event_role(GATEWAY, event, ada.user.id, "owner")
    await house.auth.end_other_sessions(as_user(ada))
    for work in (  # though the access token itself is good for another ten minutes
        house.auth.me(thief),
        house.auth.sessions(thief),
        house.auth.end_session(thief, ada.session_id),
        house.auth.end_other_sessions(thief),
        house.auth.grant_event_role(thief, event, ada.user.id, "owner"),
        house.auth.revoke_event_role(thief, event, ada.user.id),
    ):
        assert (await fault_of(work))[0] == "unauthenticated"
    assert await alive(house, ada.session_id)
