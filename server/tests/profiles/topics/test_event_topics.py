"""Topics to pick from at an event."""

from hallway.services.profiles.topics.event_topics import MOST, event_topics
from hallway.services.profiles.topics.library import topic_library


def named(tracks: list[str], people: dict[str, int]) -> list[str]:
    return [topic.id for topic in event_topics(tracks, people, topic_library().catalogue)]


def test_the_tracks_and_what_people_there_name_by_turns() -> None:
    tracks = ["Main Track - Janson", "Go", "PostgreSQL", "Rust"]
    assert named(tracks, {"rust": 3, "postgresql": 1, "privacy": 2})[:4] == ["rust", "postgresql", "privacy", "go"]


def test_a_track_of_several_subjects_gives_each() -> None:
    assert set(named(["Geospatial and Robotics", "Security, Networking"], {})[:4]) == {
        *("geospatial", "robotics", "security", "networking")
    }


def test_an_event_without_tracks_and_people_gives_the_broad_ones() -> None:
    found = named([], {})
    assert len(found) == MOST == len(set(found))
    assert "programming" in found


def test_what_somebody_typed_is_not_given_to_others() -> None:
    assert "~bee keeping" not in named([], {"~bee keeping": 40})
    assert len(named(["a | b" * 1_000, "(" * 10_000], {})) == MOST
