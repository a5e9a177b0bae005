"""SQL that searches agendas."""

from uuid import UUID

from asyncpg import Connection

from hallway.services.events.values import SearchHit


async def folded(db: Connection, text: str) -> str:
    """In lower case, without accents and widths of letters, as what is searched is kept."""
    return await db.fetchval("SELECT fold(normalize($1, NFKC))", text)


async def search(db: Connection, event_id: UUID, query: str, limit: int) -> list[SearchHit]:
    """The best hits of a tsquery first: a word in a name or title counts more than one in an abstract."""
    if not query:
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
