"""Words are found with and without their accents: "jose" finds José."""

from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    # PostgreSQL's own unaccent is an extension that is not everywhere, and not IMMUTABLE.
    op.execute(r"""
    CREATE FUNCTION fold(words text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE RETURN
        normalize(replace(replace(replace(replace(
            translate(regexp_replace(lower(normalize(words, NFD)), '[\u0300-\u036f]+', '', 'g'),
                      'øØłŁđĐðÐħĦŧŦı', 'oOlLdDdDhHtTi'),
            'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe'), 'þ', 'th'), NFC)
    """)
    # A generated column cannot be given another expression before PostgreSQL 17: it is made anew, with its index.
    op.execute("""
    ALTER TABLE speakers DROP COLUMN search, ADD COLUMN
        search tsvector NOT NULL GENERATED ALWAYS AS (to_tsvector('simple', fold(name))) STORED
    """)
    op.execute("""
    ALTER TABLE sessions DROP COLUMN search, ADD COLUMN
        search tsvector NOT NULL GENERATED ALWAYS AS (
            setweight(to_tsvector('simple', fold(title)), 'A') || setweight(to_tsvector('simple', fold(subtitle)), 'B')
            || setweight(to_tsvector('simple', fold(left(abstract, 20000))), 'C')) STORED
    """)
    op.execute("CREATE INDEX speakers_search ON speakers USING gin (search)")
    op.execute("CREATE INDEX sessions_search ON sessions USING gin (search)")
