-- The agenda has a draft and published versions. What the tables of items hold is what everybody sees; the draft is that
-- and the deltas of the revisions since.

-- Where an agenda's sessions come from: a schedule file, or an address that can be read again.
CREATE TABLE agenda_sources (
    id       uuid PRIMARY KEY,
    event_id uuid NOT NULL REFERENCES events ON DELETE CASCADE,
    name     text NOT NULL,
    identity text NOT NULL,
    address  text,
    read_at  timestamptz NOT NULL,
    UNIQUE (event_id, identity)
);

CREATE TABLE agenda_revisions (
    event_id  uuid NOT NULL REFERENCES events ON DELETE CASCADE,
    number    int NOT NULL CHECK (number > 0),
    kind      text NOT NULL,
    made_at   timestamptz NOT NULL,
    made_by   uuid,
    source_id uuid,
    undoes    int,
    added     int NOT NULL,
    changed   int NOT NULL,
    moved     int NOT NULL,
    removed   int NOT NULL,
    titles    text[] NOT NULL,
    delta     bytea NOT NULL,
    PRIMARY KEY (event_id, number)
);

-- `revision` is the last one that is in the version.
CREATE TABLE agenda_versions (
    event_id     uuid NOT NULL REFERENCES events ON DELETE CASCADE,
    number       int NOT NULL CHECK (number > 0),
    revision     int NOT NULL,
    published_at timestamptz NOT NULL,
    published_by uuid,
    PRIMARY KEY (event_id, number)
);

-- `agenda_head` is the draft's last revision, `agenda_shown` the last one that is in the tables of items.
ALTER TABLE events
    ADD COLUMN agenda_head  int NOT NULL DEFAULT 0,
    ADD COLUMN agenda_shown int NOT NULL DEFAULT 0;

ALTER TABLE sessions
    ADD COLUMN source_id     uuid,
    ADD COLUMN typed         jsonb NOT NULL DEFAULT '{}',
    ADD COLUMN day           date,
    ADD COLUMN links         jsonb NOT NULL DEFAULT '[]',
    ADD COLUMN attachments   jsonb NOT NULL DEFAULT '[]',
    ADD COLUMN video_url     text NOT NULL DEFAULT '',
    ADD COLUMN do_not_record boolean NOT NULL DEFAULT false,
    DROP CONSTRAINT sessions_check,
    ADD CONSTRAINT sessions_check CHECK (ends_at >= starts_at);  -- a milestone has no length
ALTER TABLE speakers ADD COLUMN source_id uuid;

-- Two sources may use the same ids, and the id of a session may change: which item is whose is decided before writing.
ALTER TABLE sessions DROP CONSTRAINT sessions_event_id_external_id_key;
ALTER TABLE speakers DROP CONSTRAINT speakers_event_id_external_id_key;

-- What files brought so far is all of one source.
INSERT INTO agenda_sources (id, event_id, name, identity, read_at)
SELECT gen_random_uuid(), id, name, '', now() FROM events
WHERE EXISTS (SELECT FROM sessions WHERE event_id = events.id AND external_id IS NOT NULL);
UPDATE sessions SET source_id = agenda_sources.id FROM agenda_sources
WHERE agenda_sources.event_id = sessions.event_id AND external_id IS NOT NULL;
UPDATE speakers SET source_id = agenda_sources.id FROM agenda_sources
WHERE agenda_sources.event_id = speakers.event_id AND external_id IS NOT NULL;
INSERT INTO agenda_versions (event_id, number, revision, published_at)
SELECT id, 1, 0, now() FROM events WHERE status <> 'draft';

-- A session that is taken out and comes back has its stars again.
ALTER TABLE stars DROP CONSTRAINT stars_session_id_fkey;

-- An import waits, read, for somebody to look at it.
ALTER TABLE imports
    ADD COLUMN filename text NOT NULL DEFAULT '',
    ADD COLUMN address  text,
    ADD COLUMN file     bytea,
    ADD COLUMN reading  jsonb NOT NULL DEFAULT '{}',
    ADD COLUMN schedule bytea,
    ADD COLUMN columns  jsonb NOT NULL DEFAULT '[]',
    ADD COLUMN notes    jsonb NOT NULL DEFAULT '[]',
    ADD COLUMN salt     uuid NOT NULL DEFAULT gen_random_uuid(),
    ADD COLUMN revision int,
    ADD COLUMN moved    int NOT NULL DEFAULT 0;
-- What is packed already is not packed again.
ALTER TABLE imports ALTER COLUMN file SET STORAGE EXTERNAL, ALTER COLUMN schedule SET STORAGE EXTERNAL;
ALTER TABLE agenda_revisions ALTER COLUMN delta SET STORAGE EXTERNAL;
UPDATE imports SET state = 'failed', error = 'Hallway was brought up to date during this import.', finished_at = now()
WHERE state = 'running';
DROP INDEX imports_running;
CREATE UNIQUE INDEX imports_running ON imports (event_id) WHERE state IN ('reading', 'applying');
