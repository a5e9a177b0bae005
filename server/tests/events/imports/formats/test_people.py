"""Who is credited with a session: never a name that the session does not have."""

from datetime import UTC, datetime, timedelta
from unicodedata import normalize

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hallway.services.events.imports.formats import read_schedule
from hallway.services.events.schedule import Schedule
from tests.events.imports.schedule_files import event_json, schedule_json

START = datetime(2025, 2, 1, 8, tzinfo=UTC)


def talks(*persons: object) -> list[object]:
    """A talk of each of these, one after the other."""
    return [
        event_json(
            guid=f"g{n}", title=f"Talk {n}", date=f"{START + n * timedelta(minutes=30):%FT%TZ}", persons=[person]
        )
        for n, person in enumerate(persons)
    ]


def credits_of(schedule: Schedule) -> dict[str, list[tuple[str, str]]]:
    names = {speaker.external_id: speaker.name for speaker in schedule.speakers}
    assert len(names) == len(schedule.speakers)
    return {one.title: [(known, names[known]) for known in one.speakers] for one in schedule.sessions}


def test_people_are_known_by_id_and_else_by_name() -> None:
    persons = [
        {"id": 5, "public_name": "  Ana\u202e\u200f\u2060 María\u0000 ", "biography": "<p>Hi</p>"},
        {"id": 5, "public_name": "ANA  MARI\u0301A"},
        {"id": 5, "public_name": "Ana Maria"},
        {"code": "ABC", "name": "👩\u200d💻 ليلى"},
        {"name": "No Id"},
        "NO ID",
        {"id": 9},
        None,
        7.5,
    ]
    schedule = read_schedule(schedule_json(event_json(persons=persons)))
    assert [speaker.name for speaker in schedule.speakers] == ["Ana María", "Ana Maria", "👩\u200d💻 ليلى", "No Id"]
    assert {speaker.bio for speaker in schedule.speakers[1:]} == {None}
    assert schedule.speakers[0].bio == "Hi"
    (session,) = schedule.sessions
    assert session.speakers == tuple(speaker.external_id for speaker in schedule.speakers)
    told = [note.text for note in schedule.notes]
    assert told.count("one of its speakers has no name and is left out") == 3
    assert sum("several names" in text for text in told) == 1


@pytest.mark.parametrize("key", ["id", "guid", "code"])
def test_who_has_most_sessions_keeps_the_id_whatever_the_order(key: str) -> None:
    persons = [{key: "7", "name": name} for name in ("Bob", "Ada", "Cy", "ADA", "Ada")]
    found = credits_of(read_schedule(schedule_json(*talks(*persons))))
    bare = "7" if key == "guid" else f"{key}:7"
    kept = {known for ((known, name),) in found.values() if name == "Ada"}
    assert kept == {bare}
    others = {known for ((known, name),) in found.values() if name != "Ada"}
    assert len(others) == 2
    assert all(known.startswith(f"{bare}:") for known in others)


SOME = st.lists(
    st.fixed_dictionaries(
        {"id": st.sampled_from(["1", "2", ""]), "name": st.sampled_from(["Ada", "ada", "Bo", "\u00c9", "E\u0301"])}
    ),
    min_size=1,
    max_size=8,
)


@settings(deadline=None)
@given(SOME.flatmap(lambda persons: st.tuples(st.just(persons), st.permutations(range(len(persons))))))
def test_another_order_of_the_file_changes_nobody(drawn: tuple[list[dict[str, str]], list[int]]) -> None:
    persons, order = drawn
    events = talks(*persons)
    one = credits_of(read_schedule(schedule_json(*events)))
    other = credits_of(read_schedule(schedule_json(*(events[place] for place in order))))
    ids = {title: [known for known, _ in credited] for title, credited in one.items()}
    assert ids == {title: [known for known, _ in credited] for title, credited in other.items()}
    for title, ((_, name),) in one.items():
        written = persons[int(title.split()[1])]["name"]
        assert name.casefold() == normalize("NFC", written).casefold()


def test_the_same_name_under_two_ids_is_two_people_with_a_remark() -> None:
    schedule = read_schedule(schedule_json(*talks({"id": 1, "name": "Jo"}, {"id": 2, "name": "JO"}, {"name": "Ky"})))
    assert [speaker.external_id for speaker in schedule.speakers][:2] == ["id:1", "id:2"]
    (note,) = schedule.notes
    assert (note.where, "“id:1”, “id:2”" in note.text) == ("the speaker “Jo”", True)


def test_a_digest_that_a_file_has_as_an_id_is_still_somebody_else() -> None:
    persons = [{"guid": "g", "name": "Ada"}, {"guid": "g", "name": "Bob"}]
    taken = read_schedule(schedule_json(*talks(*persons))).speakers
    other = next(speaker.external_id for speaker in taken if speaker.external_id != "g")
    schedule = read_schedule(schedule_json(*talks({"guid": other, "name": "Eve"}, *persons)))
    assert len({speaker.external_id for speaker in schedule.speakers}) == 3
    assert credits_of(schedule)["Talk 0"] == [(other, "Eve")]


def test_who_is_in_two_places_at_once_is_remarked() -> None:
    def talk(guid: str, minute: int, duration: str = "00:30") -> object:
        return event_json(
            guid=guid, title=guid, date=f"2025-02-01T10:{minute:02}:00+01:00", duration=duration, persons=["Ada"]
        )

    rooms = {"A": [talk("one", 0), talk("next", 30)], "B": [talk("other", 29), talk("moment", 15, "00:00")]}
    days = [{"date": "2025-02-01", "rooms": rooms}]
    notes = read_schedule(schedule_json(days=days)).notes
    assert {note.where for note in notes} == {"“Ada”"}
    other = "“other” (B, 1 February 2025, 10:29 to 10:59)"
    assert [note.text for note in notes] == [
        f"is in two places at once: “one” (A, 1 February 2025, 10:00 to 10:30) and {other}",
        f"is in two places at once: {other} and “next” (A, 1 February 2025, 10:30 to 11:00)",
    ]
    assert read_schedule(schedule_json(talk("one", 0), talk("other", 15))).notes == ()
