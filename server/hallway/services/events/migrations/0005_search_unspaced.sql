-- Scripts that are written without spaces are searched by pairs of letters: "真ん中" is found in 東京の真ん中.

-- Every letter of these scripts with the one after it, so that a part of such text is a phrase of pairs; the last of a run
-- alone. Letters: Han, kana, Thai, Lao, Myanmar, Khmer (`search/query.py` has the same).
CREATE FUNCTION unspaced(words text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE RETURN CASE
    WHEN words !~ '[\u0E01-\u0E4E\u0E81-\u0ECD\u0EDC-\u0EDF\u1000-\u109F\u1780-\u17D3\u3005-\u3007\u3021-\u3029\u3041-\u3096\u309D-\u309F\u30A1-\u30FA\u30FC-\u30FF\u31F0-\u31FF\u3400-\u4DBF\u4E00-\u9FFF\uF900-\uFAFF\U00020000-\U000323AF]'
    THEN words
    ELSE (
        SELECT string_agg(
            CASE WHEN is_unspaced THEN ' ' || letter || CASE WHEN next_is THEN next ELSE '' END || ' ' ELSE letter END,
            '' ORDER BY place)
        FROM (
            SELECT letter, place, is_unspaced, lead(letter) OVER after AS next, lead(is_unspaced) OVER after AS next_is
            FROM (
                SELECT letter, place, letter ~ '[\u0E01-\u0E4E\u0E81-\u0ECD\u0EDC-\u0EDF\u1000-\u109F\u1780-\u17D3\u3005-\u3007\u3021-\u3029\u3041-\u3096\u309D-\u309F\u30A1-\u30FA\u30FC-\u30FF\u31F0-\u31FF\u3400-\u4DBF\u4E00-\u9FFF\uF900-\uFAFF\U00020000-\U000323AF]' AS is_unspaced
                FROM string_to_table(words, NULL) WITH ORDINALITY AS letters (letter, place)
            ) AS told
            WINDOW after AS (ORDER BY place)
        ) AS pairs
    )
END;

-- As texts are searched: also without the difference of wide and narrow letters. What is ASCII needs none of it.
CREATE FUNCTION searchable(words text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE RETURN CASE
    WHEN octet_length(words) = char_length(words) THEN lower(words)
    ELSE unspaced(regexp_replace(fold(normalize(words, NFKC)), '[\u3000-\u3004\u3008-\u3020\u3030\u30FB]', ' ', 'g'))
END;

ALTER TABLE speakers DROP COLUMN search, ADD COLUMN
    search tsvector NOT NULL GENERATED ALWAYS AS (to_tsvector('simple', searchable(name))) STORED;
ALTER TABLE sessions DROP COLUMN search, ADD COLUMN
    search tsvector NOT NULL GENERATED ALWAYS AS (
        setweight(to_tsvector('simple', searchable(title)), 'A')
        || setweight(to_tsvector('simple', searchable(subtitle)), 'B')
        || setweight(to_tsvector('simple', searchable(left(abstract, 20000))), 'C')) STORED;
CREATE INDEX speakers_search ON speakers USING gin (search);
CREATE INDEX sessions_search ON sessions USING gin (search);
