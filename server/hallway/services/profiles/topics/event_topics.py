"""Topics to pick from at an event: what its agenda is about, and what the people to meet there name. Pure."""

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain, zip_longest
from typing import Final

from hallway.services.profiles.api import Topic
from hallway.services.profiles.matching.topics import Catalogue

MOST: Final = 15
"""What one looks over in a breath."""
PARTS: Final = re.compile(r"[,;:/|&()]| - | and | und ")
"""Between the subjects in the name of a track, such as "Testing and Continuous Delivery"."""


def event_topics(tracks: Iterable[str], named: Mapping[str, int], catalogue: Catalogue) -> list[Topic]:
    """Curated topics for one event: those of its tracks' names and those that people there name most, by turns, then
    the broadest of the list. `named`: how many people to meet name a topic."""
    of_tracks = dict.fromkeys(chain.from_iterable(_of_track(name, catalogue) for name in tracks))
    shared = sorted(of_tracks, key=lambda key: -named.get(key, 0))
    of_people = [key for key in sorted(named, key=lambda key: (-named[key], key)) if catalogue.get(key)]
    broad = [topic.id for topic in catalogue.topics if topic.parent is None]
    return [Topic(id=key, name=catalogue.label(key)) for key in _by_turns(shared, of_people, broad)]


def _of_track(name: str, catalogue: Catalogue) -> list[str]:
    whole = catalogue.spelled(name)
    found = [whole] if whole else [catalogue.spelled(part) for part in PARTS.split(name)]
    return [topic.id for topic in found if topic]


def _by_turns(one: Sequence[str], other: Sequence[str], rest: Sequence[str]) -> list[str]:
    turns = [key for pair in zip_longest(one, other) for key in pair if key]
    return list(dict.fromkeys([*turns, *rest]))[:MOST]
