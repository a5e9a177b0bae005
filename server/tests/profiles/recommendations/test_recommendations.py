"""Who is recommended to whom, and why."""

import asyncio
from uuid import UUID, uuid4

import asyncpg
import pytest

from hallway.kernel.caller import ANONYMOUS, Caller
from hallway.kernel.clock import now
from hallway.kernel.errors import Problem
from hallway.kernel.settings import Settings
from hallway.services.events.api import Events
from hallway.services.profiles.matching.reasons import Explainer
from hallway.services.profiles.matching.scoring import Person
from hallway.services.profiles.recommendations.candidate_pool import LIST_SIZE
from hallway.services.profiles.recommendations.recommender import PoolKey
from hallway.services.profiles.service import ProfilesService
from tests.conftest import StartApp
from tests.support.clock import RunningClock
from tests.support.factories import TEST, Factories
from tests.support.waiting import eventually


async def recommended(world: Factories, caller: Caller, event: UUID, limit: int = 15) -> list[UUID]:
    return [one.person_id for one in await world.profiles.recommendations(caller, event, limit)]


async def until(world: Factories, caller: Caller, event: UUID, wanted: list[Caller]) -> None:
    """Wait for exactly these to be recommended."""
    ids = {person.require_user() for person in wanted}
    await eventually(lambda: recommended(world, caller, event), lambda found: set(found) == ids)


async def represented(settings: Settings) -> None:
    """Wait until everybody's vectors are of their current profile."""
    connection = await asyncpg.connect(settings.database_url)
    behind = "SELECT count(*) FROM profiles.people WHERE vector_version < version"
    await eventually(lambda: connection.fetchval(behind), lambda count: count == 0)
    await connection.close()


async def test_a_true_reason_in_words_and_the_best_first(world: Factories, settings: Settings) -> None:
    ada = await world.person("Ada Example", needs=["kubernetes"], interests=["rust"])
    ben = await world.person("Ben Example", offers=["kubernetes"], interests=["rust"])
    cleo = await world.person("Cleo Example", interests=["rust"])
    dora = await world.person("Dora Example", interests=["ceramics"])
    event = await world.open_event(ada, ben, cleo, dora)
    await represented(settings)
    await until(world, ada, event, [ben, cleo])
    found = await world.profiles.recommendations(ada, event)
    assert [one.person_id for one in found] == [ben.require_user(), cleo.require_user()]
    texts = [reason.text for reason in found[0].reasons]
    assert set(texts) == {"You are both into Rust", "You look for Kubernetes; Ben offers it"}
    assert all(1 <= len(one.reasons) <= 3 for one in found)
    assert [reason.text for reason in found[1].reasons] == ["You are both into Rust"]


async def test_a_session_both_starred_is_a_reason(world: Factories) -> None:
    ada, ben, cleo = await world.people(3)
    event = await world.open_event(ada, ben, cleo)
    session = await world.session(event, "Sorting by colour")
    for person in (ada, ben):
        await world.events.star(person, session, True)
    await until(world, ada, event, [ben])
    found = await world.profiles.recommendations(ada, event)
    assert [reason.text for reason in found[0].reasons] == ["You both starred “Sorting by colour”"]


async def test_only_people_open_to_meet_at_the_same_event(world: Factories) -> None:
    ada, ben, closed, elsewhere = [await world.person(interests=["rust"]) for _ in range(4)]
    event = await world.event(ada, ben, closed)
    await world.open_event(elsewhere)
    for person in (ada, ben):
        await world.profiles.set_open_to_meet(person, event, True)
    await until(world, ada, event, [ben])
    assert await recommended(world, closed, event) == []
    assert await recommended(world, elsewhere, event) == []
    assert await recommended(world, ada, uuid4()) == []
    with pytest.raises(Problem, match="sign in"):
        await world.profiles.recommendations(ANONYMOUS, event)


async def test_closing_the_switch_and_blocks_take_effect_at_once(world: Factories) -> None:
    ada, ben, cleo, dora = [await world.person(interests=["rust"]) for _ in range(4)]
    event = await world.open_event(ada, ben, cleo, dora)
    await until(world, ada, event, [ben, cleo, dora])
    await world.profiles.set_open_to_meet(ben, event, False)
    assert ben.require_user() not in await recommended(world, ada, event)
    await world.profiles.block(cleo, ada.require_user(), True)
    assert await recommended(world, ada, event) == [dora.require_user()]
    assert ada.require_user() not in await recommended(world, cleo, event)
    await world.profiles.block(ada, dora.require_user(), True)
    assert await recommended(world, ada, event) == []
    await world.profiles.block(cleo, ada.require_user(), False)
    await world.profiles.block(ada, dora.require_user(), False)
    await world.profiles.set_open_to_meet(ben, event, True)
    await until(world, ada, event, [ben, cleo, dora])


async def test_who_was_answered_is_not_shown_until_it_is_taken_back(world: Factories) -> None:
    ada, ben, cleo = [await world.person(interests=["rust"]) for _ in range(3)]
    event = await world.open_event(ada, ben, cleo)
    await until(world, ada, event, [ben, cleo])
    await world.profiles.answer(ada, event, ben.require_user(), "pass")
    await world.profiles.answer(ada, event, cleo.require_user(), "accept")
    assert await recommended(world, ada, event) == []
    await world.profiles.answer(ada, event, ben.require_user(), None)
    await until(world, ada, event, [ben])


async def test_a_changed_profile_changes_the_reasons(world: Factories) -> None:
    ada, ben = await world.person("Ada Example", needs=["rust"]), await world.person("Ben Example", offers=["rust"])
    event = await world.open_event(ada, ben)
    await until(world, ada, event, [ben])
    await world.update(ben, name="Ben Example", interests=["ceramics"])
    assert await recommended(world, ada, event) == []
    await world.update(ben, name="Benedikt Example", offers=["rust"])
    await until(world, ada, event, [ben])
    found = await world.profiles.recommendations(ada, event)
    assert "Benedikt offers it" in found[0].reasons[0].text


async def test_people_without_a_common_language_are_not_sent_to_each_other(world: Factories) -> None:
    ada = await world.person(interests=["rust"], languages=["pt-BR"])
    ben = await world.person(interests=["rust"], languages=["fi"])
    cleo = await world.person(interests=["rust"], languages=["pt", "fi"])
    event = await world.open_event(ada, ben, cleo)
    await until(world, ada, event, [cleo])
    await until(world, cleo, event, [ada, ben])


async def test_meaning_finds_what_spelling_does_not(world: Factories, settings: Settings) -> None:
    ada = await world.person("Ada Example", needs=["container orchestration for small teams"])
    ben = await world.person("Ben Example", offers=["kubernetes"])
    cleo = await world.person("Cleo Example", offers=["ceramics"])
    event = await world.open_event(ada, ben, cleo)
    await represented(settings)
    await until(world, ada, event, [ben])


async def test_nobody_is_on_more_than_three_times_as_many_lists_as_a_list_is_long(
    world: Factories, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A hundred people who all want what one offers, and one another a little."""
    star = await world.person("Stella Example", offers=["rust"], interests=["databases"])
    fans = await world.people(100, "Fan Example")
    for fan in fans:
        await world.update(fan, needs=["rust"], interests=["databases"])
    event = await world.open_event(star, *fans)
    await world.profiles.vector_refresh.catch_up()  # who changes later gets a list of their own, outside the cap
    moment = now()
    monkeypatch.setattr(world.profiles.recommender, "_clock", lambda: moment)  # all see lists made together
    shown: dict[UUID, int] = {}
    for fan in fans:
        for id in await recommended(world, fan, event, LIST_SIZE):
            shown[id] = shown.get(id, 0) + 1
    assert shown[star.require_user()] > LIST_SIZE
    assert max(shown.values()) <= 3 * LIST_SIZE
    assert len(shown) == 101


async def test_a_lobby_asks_together(world: Factories, monkeypatch: pytest.MonkeyPatch) -> None:
    """One making of lists for everybody who asks at the same moment."""
    people = await world.people(40)
    for person in people:
        await world.update(person, interests=["rust"])
    event = await world.open_event(*people)
    await world.profiles.vector_refresh.catch_up()
    recommender = world.profiles.recommender
    built: list[UUID] = []
    build = recommender._build

    async def counted(key: PoolKey):
        built.append(key.event_id)
        return await build(key)

    monkeypatch.setattr(recommender, "_build", counted)
    moment = now()
    monkeypatch.setattr(recommender, "_clock", lambda: moment)
    answers = await asyncio.gather(*(recommended(world, person, event) for person in people * 3))
    assert all(answers)
    assert built == [event]


async def test_a_large_event_searches_the_nearest_in_the_database(world: Factories, settings: Settings) -> None:
    """Above the limit each list is made by itself, from the vectors in PostgreSQL; the same rules hold."""
    world.profiles.recommender.largest_shared = 3
    ada = await world.person("Ada Example", needs=["kubernetes"])
    ben = await world.person("Ben Example", offers=["kubernetes"])
    cleo = await world.person("Cleo Example", offers=["kubernetes"])
    others = [await world.person("Dora Example", offers=[topic]) for topic in ("ceramics", "opera", "knitting")]
    event = await world.open_event(ada, ben, cleo, *others)
    await represented(settings)
    await until(world, ada, event, [ben, cleo])
    await world.profiles.block(cleo, ada.require_user(), True)
    assert await recommended(world, ada, event) == [ben.require_user()]
    await world.profiles.answer(ada, event, ben.require_user(), "pass")
    assert await recommended(world, ada, event) == []


async def test_vectors_score_both_directions_alike(world: Factories, settings: Settings) -> None:
    ada = await world.person(needs=["kubernetes"], interests=["rust"], bio="Builds small tools for large telescopes.")
    ben = await world.person(offers=["kubernetes"], interests=["databases"])
    await represented(settings)
    connection = await asyncpg.connect(settings.database_url)
    there, back = await connection.fetchrow(
        "SELECT -(a.q <#> b.d), -(b.q <#> a.d) FROM profiles.vectors a, profiles.vectors b"
        " WHERE a.user_id = $1 AND b.user_id = $2",
        ada.require_user(),
        ben.require_user(),
    )
    await connection.close()
    assert there == pytest.approx(back, abs=1e-3)
    assert there > 0.25


async def test_another_process_takes_people_off_its_lists_at_once_too(world: Factories) -> None:
    """Two processes of the service keep lists of their own; who may be shown is asked of the database."""
    ada, ben, cleo = [await world.person(interests=["rust"]) for _ in range(3)]
    event = await world.open_event(ada, ben, cleo)
    here = world.profiles
    there = ProfilesService(here.context)
    try:
        assert len(await there.recommendations(ada, event)) == 2
        await here.set_open_to_meet(ben, event, False)
        await here.block(cleo, ada.require_user(), True)
        assert await there.recommendations(ada, event) == []
    finally:
        await there.stop()


async def test_lists_made_again_say_the_same_of_who_did_not_change_and_the_truth_of_who_did(
    world: Factories, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada, ben, cleo = [await world.person(f"{name} Example", interests=["rust"]) for name in ("Ada", "Ben", "Cleo")]
    event = await world.open_event(ada, ben, cleo)
    await represented(settings)
    clock = RunningClock()
    monkeypatch.setattr(world.profiles.recommender, "_clock", clock)
    first = await world.profiles.recommendations(ada, event)
    explained: list[str] = []
    explain = Explainer.explain

    def counted(self: Explainer, viewer: Person, other: Person, limit: int = 3):
        explained.append(other.name)
        return explain(self, viewer, other, limit)

    monkeypatch.setattr(Explainer, "explain", counted)
    clock.advance(seconds=3)  # lists are kept for two
    assert await world.profiles.recommendations(ada, event) == first
    assert explained == []
    await world.update(ben, name="Ben Example", interests=["ceramics"])
    await represented(settings)
    clock.advance(seconds=3)
    assert await recommended(world, ada, event) == [cleo.require_user()]
    assert set(explained) == {"Ben"}


async def test_the_service_may_be_another_process(start_app: StartApp) -> None:
    """Everything of it goes over the wire between processes as well."""
    app = await start_app({"profiles"})
    rest = await start_app({"gateway", "auth", "events", "chat", "video", "notifications"})
    assert app.apis.get(Events) is not rest.apis.get(Events)
    world = Factories(rest.apis)
    ada, ben = [await world.person(f"{name} Example", interests=["rust"]) for name in ("Ada", "Ben")]
    event = await world.open_event(ada, ben)
    found = await world.profiles.recommendations(ada, event)
    assert [reason.text for one in found for reason in one.reasons] == ["You are both into Rust"]
    await world.match(event, ada, ben)
    mutual = (await world.profiles.matches(ada, event)).mutual
    assert await world.profiles.matched(TEST, ada.require_user(), ben.require_user()) == mutual[0].matched_at
    assert (await world.profiles.search(ada, event, "ben"))[0].id == ben.require_user()
    await world.profiles.block(ada, ben.require_user(), True)
    with pytest.raises(Problem, match="cannot be met"):
        await world.profiles.answer(ben, event, ada.require_user(), "accept")
