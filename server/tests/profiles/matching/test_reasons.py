"""Reasons: the words, their truth, and what they must never tell."""

from uuid import UUID

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hallway.kernel.words import said
from hallway.services.profiles.matching.reasons import Explainer, Reason, first_name, plain
from hallway.services.profiles.matching.scoring import Crowd, Person, Population
from hallway.services.profiles.matching.topics import Catalogue
from hallway.services.profiles.matching.vectors import Facets, Rarity, TextVectors

CATALOGUE = Catalogue.load()
VECTORS = TextVectors(CATALOGUE, None)
RARE = Crowd(Rarity(60, {}), Rarity(60, {}), Rarity(60, {"en": 58, "pt": 3}))
TALK, WORKSHOP, PANEL = (UUID(int=n) for n in (101, 102, 103))
TITLES = {TALK: "Query plans as pull requests", WORKSHOP: "Clocks that lie", PANEL: "Who pays for it?"}


def person(name: str, interests: str = "", offers: str = "", needs: str = "", **more: object) -> Person:
    chosen = Facets(*(tuple(part.split(",")) if part else () for part in (interests, offers, needs)))
    return msgspec.structs.replace(Person(UUID(int=len(name)), name, chosen), **more)


def texts(viewer: Person, other: Person, crowd: Crowd = RARE, limit: int = 9) -> list[str]:
    return [reason.text for reason in Explainer(CATALOGUE, VECTORS, crowd, TITLES).explain(viewer, other, limit)]


@pytest.mark.parametrize(
    ("viewer", "other", "text"),
    [
        (person("Me", needs="rust"), person("Ana", offers="rust"), "You look for Rust; Ana offers it"),
        (person("Me", needs="rust"), person("", offers="rust"), "You look for Rust; they offer it"),
        (
            person("Me", needs="kubernetes"),
            person("Ana", offers="kubernetes-operators"),
            "You look for Kubernetes; Ana offers Kubernetes operators",
        ),
        (person("Me", offers="rust"), person("Ana", needs="rust"), "Ana looks for Rust, which you offer"),
        (person("Me", offers="rust"), person("", needs="rust"), "They look for Rust, which you offer"),
        (person("Me", "rust"), person("Ana", "rust"), "You are both into Rust"),
        (person("Me", "~bee keeping"), person("Ana", "~bee keeping"), "You are both into bee keeping"),
        (person("Me", "mysql"), person("Ana", "postgresql"), "Ana is into PostgreSQL, close to your MySQL and MariaDB"),
        (
            person("Me", sessions=frozenset({TALK})),
            person("Ana", sessions=frozenset({TALK})),
            "You both starred “Query plans as pull requests”",
        ),
        (
            person("Me", languages=frozenset({"en", "pt"})),
            person("Ana", languages=frozenset({"en", "pt"})),
            "You both speak Portuguese",
        ),
    ],
)
def test_the_sentences(viewer: Person, other: Person, text: str) -> None:
    assert texts(viewer, other) == [text]


def test_topics_are_said_by_the_catalogue_and_what_somebody_wrote_as_it_is() -> None:
    viewer, other = person("Me", "databases,~bee keeping"), person("Ana", "databases,~bee keeping")
    (reason,) = Explainer(CATALOGUE, VECTORS, RARE, TITLES).explain(viewer, other)
    assert said("en", reason.said) == "You are both into Databases and bee keeping"
    assert said("de", reason.said) == "Ihr interessiert euch beide für Datenbanken und bee keeping"


def test_two_shared_topics_make_one_sentence() -> None:
    found = texts(person("Me", "railways,quantum"), person("Ana", "quantum,railways"))
    assert found == ["You are both into Quantum computing and Transport and mobility"]


def test_more_shared_sessions_are_counted_not_listed() -> None:
    stars = frozenset(TITLES)
    (found,) = texts(person("Me", sessions=stars), person("Ana", sessions=stars))
    assert found.endswith(" and 2 other sessions")


def test_the_strongest_comes_first_and_three_are_enough() -> None:
    viewer = person("Me", "railways,rust", "quantum", "ebpf", sessions=frozenset({TALK}))
    other = person("Ana", "railways,rust", "ebpf", "quantum", sessions=frozenset({TALK}))
    reasons = Explainer(CATALOGUE, VECTORS, RARE, TITLES).explain(viewer, other)
    assert len(reasons) == 3
    assert [r.strength for r in reasons] == sorted((r.strength for r in reasons), reverse=True)
    assert {r.kind for r in reasons} == {"offer", "need", "shared"}


def test_nothing_in_common_gives_no_reason() -> None:
    assert texts(person("Me", "railways"), person("Ana", "audio")) == []
    assert texts(person("Me"), person("Ana")) == []


def test_what_everybody_speaks_is_no_reason() -> None:
    both = frozenset({"en"})
    assert texts(person("Me", languages=both), person("Ana", languages=both)) == []


def test_what_must_not_be_told_is_not() -> None:
    contacts = frozenset({UUID(int=7), UUID(int=8)})
    hidden = person("Ana", needs="mentoring", quiet=frozenset({"mentoring"}), contacts=contacts)
    assert texts(person("Me", offers="mentoring", contacts=contacts), hidden) == []
    mine = person("Me", needs="mentoring", quiet=frozenset({"mentoring"}))
    assert texts(mine, person("Ana", offers="mentoring")) == ["You look for Mentoring; Ana offers it"]
    unlisted = frozenset({UUID(int=999)})
    assert texts(person("Me", sessions=unlisted), person("Ana", sessions=unlisted)) == []


KEYS = [topic.id for topic in CATALOGUE.topics[:40]] + ["~bee keeping"]
keys = st.lists(st.sampled_from(KEYS), max_size=7, unique=True).map(tuple)
people = st.builds(
    Person,
    id=st.uuids(),
    name=st.sampled_from(["Ana", ""]),
    facets=st.builds(Facets, interests=keys, offers=keys, needs=keys),
    languages=st.frozensets(st.sampled_from(["en", "de", "pt", "ar"]), max_size=3),
    sessions=st.frozensets(st.sampled_from(list(TITLES)), max_size=3),
    contacts=st.frozensets(st.uuids(), max_size=2),
)


def forget(person: Person, reason: Reason, *, viewer: bool) -> Person:
    """The person without what the reason names, worked out from the reason alone."""
    facets = person.facets
    field = {"shared": "interests", "offer": "needs" if viewer else "offers", "need": "offers" if viewer else "needs"}
    if reason.kind in field:
        name = field[reason.kind]
        kept = tuple(key for key in getattr(facets, name) if key not in reason.topics)
        facets = msgspec.structs.replace(facets, **{name: kept})
    return msgspec.structs.replace(
        person,
        facets=facets,
        sessions=person.sessions - set(reason.sessions),
        languages=person.languages - set(reason.languages),
    )


@settings(max_examples=150, deadline=None)
@given(people, people, st.lists(people, max_size=4))
def test_deleting_what_a_reason_names_lowers_the_score(viewer: Person, other: Person, rest: list[Person]) -> None:
    crowd = Crowd.of([viewer, other, *rest])
    reasons = Explainer(CATALOGUE, VECTORS, crowd, TITLES).explain(viewer, other)

    def score(a: Person, b: Person) -> float:
        return float(Population([a, b], crowd, VECTORS).scores([0])[0, 1])

    whole = score(viewer, other)
    for reason in reasons:
        assert reason.topics or reason.sessions or reason.languages
        assert score(forget(viewer, reason, viewer=True), other) < whole
        assert score(viewer, forget(other, reason, viewer=False)) < whole


@settings(max_examples=150, deadline=None)
@given(people, people)
def test_every_sentence_is_true(viewer: Person, other: Person) -> None:
    mine, theirs = viewer.facets, other.facets
    for reason in Explainer(CATALOGUE, VECTORS, Crowd.of([viewer, other]), TITLES).explain(viewer, other):
        assert len(reason.text) <= 140
        assert reason.text[0].isupper()
        labels = [CATALOGUE.label(key) for key in reason.topics]
        assert all(label in reason.text for label in labels)
        assert set(reason.sessions) <= viewer.sessions & other.sessions
        assert set(reason.languages) <= viewer.languages & other.languages
        match reason.kind:
            case "offer":
                assert set(reason.topics) <= {*mine.needs, *theirs.offers}
            case "need":
                assert set(reason.topics) <= {*mine.offers, *theirs.needs}
            case "shared" if reason.text.startswith("You are both"):
                assert set(reason.topics) <= set(mine.interests) & set(theirs.interests)
            case "shared":
                assert set(reason.topics) <= {*mine.interests, *theirs.interests}
            case _:
                assert not reason.topics


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("Ana Lima", "Ana"),
        ("Dr. Amara Okoye", "Amara"),
        ("李 明", ""),
        ("J. Smith", ""),
        ("x", ""),
        ("", ""),
        ("someone@example.org", ""),
        ("<b>Bob</b>", ""),
        ("A\u202ena", "A"),
        ("A" * 500, ""),
        ("   ", ""),
    ],
)
def test_first_names_are_used_only_when_clear(name: str, first: str) -> None:
    assert first_name(name) == (first if len(first) > 1 else "")


def test_a_title_is_one_short_line() -> None:
    assert plain("One\n\u202etwo \u200b three", 60) == "One two three"
    cut = plain("word " * 100, 60)
    assert len(cut) <= 60
    assert cut.endswith("word…")
    assert len(plain("x" * 500, 60)) == 60
    assert "“" not in plain("The “best” talk", 60)
