"""The topics of this installation: one catalogue and one language model for the whole process."""

import asyncio
from collections import OrderedDict
from collections.abc import Mapping
from functools import cache
from typing import Final

from hallway.kernel.fair_queue import FairQueue, Share
from hallway.services.profiles.api import Topic
from hallway.services.profiles.matching.embedding import load_embedder
from hallway.services.profiles.matching.topics import MAX_LENGTH, Catalogue, Resolver
from hallway.services.profiles.matching.vectors import TextVectors

MOST_SUGGESTED: Final = 20
SHORTEST_MEANING: Final = 3
"""Letters from which a text can mean something that it does not spell."""
REMEMBERED: Final = 2_000
MOST_WAITING: Final = 4
"""Texts of one person: who types on has no use for the ones before."""


class TopicLibrary:
    """Topics by key, by what is typed, and as vectors. Made once: reading it takes 0.2 s, the model 100 MB."""

    def __init__(self) -> None:
        embedder = load_embedder()
        self.catalogue = Catalogue.load()
        self.vectors = TextVectors(self.catalogue, embedder)
        self._resolver = Resolver(self.catalogue, embedder)
        self._suggested: OrderedDict[str, list[Topic]] = OrderedDict()
        self._one_by_one = FairQueue("topics", 1, {"person": Share(together=1, each=1, waiting=MOST_WAITING)})

    def topic(self, key: str, spellings: Mapping[str, str]) -> Topic:
        """The topic of a stored key; a free one as the person spells it."""
        return Topic(id=key, name=spellings.get(key) or self.catalogue.label(key))

    def names(self, topic: Topic) -> tuple[str, ...]:
        """What a topic is called in whatever language; a free one as it is written."""
        curated = self.catalogue.get(topic.id)
        return curated.names if curated else (topic.name,)

    async def suggest(self, who: str, text: str, limit: int) -> list[Topic]:
        """Curated topics for what `who` has typed so far: by spelling, in any language, then by meaning. At most 20;
        `too_many` for who asks for many at once, as meaning takes its time."""
        typed, limit = " ".join(text[: MAX_LENGTH + 1].split()), max(1, min(limit, MOST_SUGGESTED))
        found = [Topic(id=topic.id, name=topic.name) for topic in self.catalogue.search(typed, limit)]
        if len(found) < limit and len(typed) <= MAX_LENGTH and sum(c.isalnum() for c in typed) >= SHORTEST_MEANING:
            known = {topic.id for topic in found}
            found += [topic for topic in await self._by_meaning(who, typed) if topic.id not in known]
        return found[:limit]

    async def _by_meaning(self, who: str, text: str) -> list[Topic]:
        key = text.casefold()
        if key not in self._suggested:
            async with self._one_by_one.turn("person", who):
                resolution = await asyncio.to_thread(self._resolver.resolve, text)
            self._suggested[key] = [Topic(id=s.topic.id, name=s.topic.name) for s in resolution.suggestions]
        self._suggested.move_to_end(key)
        while len(self._suggested) > REMEMBERED:
            self._suggested.popitem(last=False)
        return self._suggested[key]


@cache
def topic_library() -> TopicLibrary:
    """The one of this process."""
    return TopicLibrary()
