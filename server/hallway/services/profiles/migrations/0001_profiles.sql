-- People and their vectors, who is open to meet where, what pairs answered, and blocks.

CREATE TABLE people (
    user_id        uuid PRIMARY KEY,
    name           text NOT NULL,
    headline       text NOT NULL DEFAULT '',
    bio            text NOT NULL DEFAULT '',
    location       text NOT NULL DEFAULT '',
    links          text[] NOT NULL DEFAULT '{}',
    interests      text[] NOT NULL DEFAULT '{}',
    offers         text[] NOT NULL DEFAULT '{}',
    needs          text[] NOT NULL DEFAULT '{}',
    -- How the person spells their free topics, by key.
    spellings      jsonb NOT NULL DEFAULT '{}',
    languages      text[] NOT NULL DEFAULT '{}',
    time_zone      text NOT NULL DEFAULT '',
    -- What others find the person by: name, headline and topics, case and accents folded.
    findable       text NOT NULL,
    words          tsvector NOT NULL GENERATED ALWAYS AS
                   (array_to_tsvector(string_to_array(findable, ' '))) STORED,
    version        int NOT NULL DEFAULT 1,
    -- The version that the vectors were made of.
    vector_version int NOT NULL DEFAULT 0
);
CREATE INDEX people_words ON people USING gin (words);
CREATE INDEX people_without_vectors ON people (user_id) WHERE vector_version < version;

-- q_i <#> d_j is minus how well j answers the interests, needs and offers of i, and equal to q_j <#> d_i.
CREATE TABLE vectors (
    user_id uuid PRIMARY KEY REFERENCES people ON DELETE CASCADE,
    q       halfvec(1152) NOT NULL,
    d       halfvec(1152) NOT NULL
);
-- A scan of an event reads each one: fetching them from TOAST piece by piece would take several times as long.
ALTER TABLE vectors ALTER q SET STORAGE PLAIN, ALTER d SET STORAGE PLAIN;

-- A row is somebody who wants to meet people at this event; nobody is in here without having said so.
CREATE TABLE open_to_meet (
    event_id uuid NOT NULL,
    user_id  uuid NOT NULL REFERENCES people ON DELETE CASCADE,
    since    timestamptz NOT NULL,
    PRIMARY KEY (event_id, user_id)
);

-- One row for two people at an event. Each side's reasons are those told to that side when it said yes.
CREATE TABLE pairs (
    event_id     uuid NOT NULL,
    low_id       uuid NOT NULL,
    high_id      uuid NOT NULL,
    low_answer   text CHECK (low_answer IN ('accept', 'pass')),
    high_answer  text CHECK (high_answer IN ('accept', 'pass')),
    low_at       timestamptz,
    high_at      timestamptz,
    low_reasons  jsonb NOT NULL DEFAULT '[]',
    high_reasons jsonb NOT NULL DEFAULT '[]',
    matched_at   timestamptz,
    PRIMARY KEY (low_id, high_id, event_id),
    CHECK (low_id < high_id),
    CHECK (matched_at IS NULL OR (low_answer = 'accept' AND high_answer = 'accept'))
);
CREATE INDEX pairs_low ON pairs (event_id, low_id);
CREATE INDEX pairs_high ON pairs (event_id, high_id);

CREATE TABLE blocks (
    blocker_id uuid NOT NULL,
    blocked_id uuid NOT NULL,
    since      timestamptz NOT NULL,
    PRIMARY KEY (blocker_id, blocked_id),
    CHECK (blocker_id <> blocked_id)
);
CREATE INDEX blocks_other_way ON blocks (blocked_id, blocker_id);

CREATE FUNCTION blocked(a uuid, b uuid) RETURNS boolean LANGUAGE sql STABLE AS
    'SELECT EXISTS (SELECT FROM profiles.blocks
                        WHERE (blocker_id, blocked_id) IN ((a, b), (b, a)))';
