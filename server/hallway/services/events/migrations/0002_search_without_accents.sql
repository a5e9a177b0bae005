-- Words are found with and without their accents: "jose" finds José.

-- PostgreSQL's own unaccent is an extension that is not everywhere, and not IMMUTABLE.
CREATE FUNCTION fold(words text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE RETURN
    normalize(replace(replace(replace(replace(
        translate(regexp_replace(lower(normalize(words, NFD)), '[\u0300-\u036f]+', '', 'g'),
                  'øØłŁđĐðÐħĦŧŦı', 'oOlLdDdDhHtTi'),
        'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe'), 'þ', 'th'), NFC);

-- A generated column cannot be given another expression before PostgreSQL 17: it is made anew, with its index.
ALTER TABLE speakers DROP COLUMN search, ADD COLUMN
    search tsvector NOT NULL GENERATED ALWAYS AS (to_tsvector('simple', fold(name))) STORED;
ALTER TABLE sessions DROP COLUMN search, ADD COLUMN
    search tsvector NOT NULL GENERATED ALWAYS AS (
        setweight(to_tsvector('simple', fold(title)), 'A') || setweight(to_tsvector('simple', fold(subtitle)), 'B')
        || setweight(to_tsvector('simple', fold(left(abstract, 20000))), 'C')) STORED;
CREATE INDEX speakers_search ON speakers USING gin (search);
CREATE INDEX sessions_search ON sessions USING gin (search);
