"""Full-text search over the sessions and speakers of an event."""

import re
from typing import Final
from uuid import UUID

from asyncpg import Connection

from hallway.services.events.api import SearchHit

LONGEST: Final = 200
MOST_WORDS: Final = 8
_PART: Final = re.compile(r'(-?)(?:"([^"]*)"|([^\s"]+))')
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f]")


def query_of(text: str) -> str:
    """What was typed as PostgreSQL's tsquery; empty if there is nothing to search for.

    Every word must begin a word of the text, so that it finds while people type ("c++" is typed to its end); "words in
    quotes" stand side by side as they are, and -words must not be there. Every word is quoted, so nothing in it can be
    an operator."""
    parts: list[str] = []
    found = False
    for minus, phrase, word in _PART.findall(_CONTROL.sub(" ", text[:LONGEST]).lower())[:MOST_WORDS]:
        words = (
            [each for each in phrase.split() if _searchable(each)] if phrase else [word] if _searchable(word) else []
        )
        if words:
            joined = (
                " <-> ".join(map(_quoted, words)) if phrase else _quoted(word) + (":*" if word[-1].isalnum() else "")
            )
            parts.append(f"{'!' if minus else ''}({joined})")
            found = found or not minus
    return " & ".join(parts) if found else ""


def _searchable(word: str) -> bool:
    return any(letter.isalnum() for letter in word)


def _quoted(word: str) -> str:
    return "'" + word.replace("\\", "\\\\").replace("'", "''") + "'"


async def search(db: Connection, event_id: UUID, text: str, limit: int) -> list[SearchHit]:
    """The best hits first: a word in a name or title counts more than one in an abstract. Accents do not matter."""
    folded: str = await db.fetchval("SELECT fold($1)", _CONTROL.sub(" ", text[:LONGEST]))
    if not (query := query_of(folded)):
        return []
    rows = await db.fetch(
        """
        WITH query AS (SELECT to_tsquery('simple', $2) AS words),
        hits AS (
            (SELECT 'session' AS kind, id, title, ts_rank('{0, 0.1, 0.4, 1}', search, words) AS rank, starts_at
             FROM sessions, query WHERE event_id = $1 AND search @@ words ORDER BY rank DESC, starts_at, id LIMIT $3)
            UNION ALL
            (SELECT 'speaker', id, name, ts_rank('{1, 1, 1, 1}', search, words) AS rank, NULL
             FROM speakers, query WHERE event_id = $1 AND search @@ words ORDER BY rank DESC, name, id LIMIT $3)
            ORDER BY rank DESC, starts_at NULLS FIRST, title, id LIMIT $3
        )
        SELECT kind, hits.id, hits.title, CASE kind
            WHEN 'session' THEN concat_ws(' · ',
                (SELECT stages.name FROM sessions JOIN stages ON stages.id = stage_id WHERE sessions.id = hits.id),
                (SELECT string_agg(speakers.name, ', ' ORDER BY place)
                 FROM sessions, unnest(speaker_ids) WITH ORDINALITY AS names (speaker_id, place)
                 JOIN speakers ON speakers.id = speaker_id WHERE sessions.id = hits.id))
            ELSE coalesce((SELECT string_agg(sessions.title, ' · ' ORDER BY sessions.starts_at) FROM sessions
                           WHERE event_id = $1 AND speaker_ids @> ARRAY[hits.id]), '')
            END AS detail
        FROM hits ORDER BY rank DESC, starts_at NULLS FIRST, title, id
        """,
        event_id,
        query,
        limit,
    )
    return [SearchHit(**row) for row in rows]
