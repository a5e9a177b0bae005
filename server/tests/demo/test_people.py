"""The invented people of the demo are complete, and those who talk exist."""

import json
from importlib import resources
from zoneinfo import ZoneInfo

from hallway.demo.people import attendees, lines, personas


def test_sixty_attendees_and_five_personas() -> None:
    everybody = [*personas(), *attendees()]
    assert [persona.role for persona in personas()] == ["organiser", "speaker", "attendee", "hacker", "judge"]
    assert all(persona.email == f"{persona.role}@example.org" for persona in personas())
    assert len(attendees()) == 60
    assert len({person.name for person in everybody}) == 65
    for person in everybody:
        assert person.headline
        assert person.location
        assert person.languages
        assert person.bio.count(". ") + person.bio.count("? ") + person.bio.count("! ") + person.bio.count('" ') >= 1
        assert ZoneInfo(person.time_zone)
        assert len(person.interests) >= 3
        assert person.offers
        assert person.needs
        assert not set(person.offers) & set(person.needs), "nobody looks for what they offer"


def test_lines_are_said_by_people_who_are_there() -> None:
    names = {person.name for person in [*personas(), *attendees()]}
    said = lines()
    assert len(said) >= 120
    assert {line.by for line in said if line.by} <= names
    assert len({line.text for line in said}) == len(said)
    for line in said:
        assert 0 < len(line.text) <= 300
        assert (line.by is None) == (line.thread is None)
        if "@" in line.text:
            assert any(line.text.startswith(name, line.text.index("@") + 1) for name in names)


def test_topics_are_curated_ones_but_for_a_few() -> None:
    listed = json.loads((resources.files("hallway.services.profiles.matching") / "topics.json").read_bytes())
    curated = {topic["id"] for topic in listed}
    used = [t for one in [*personas(), *attendees()] for t in [*one.interests, *one.offers, *one.needs]]
    assert {topic for topic in used if topic not in curated} == {"beekeeping", "amateur astronomy"}
    assert len(set(used)) > 80
