-- Events, their agenda, who registered, what they starred, and imports.

CREATE TABLE events (
    id               uuid PRIMARY KEY,
    slug             text NOT NULL UNIQUE,
    name             text NOT NULL,
    kind             text NOT NULL,
    tagline          text NOT NULL,
    description      text NOT NULL,
    status           text NOT NULL DEFAULT 'draft',
    visibility       text NOT NULL,
    starts_at        timestamptz NOT NULL,
    ends_at          timestamptz NOT NULL CHECK (ends_at > starts_at),
    time_zone        text NOT NULL,
    location         text NOT NULL,
    capacity         int CHECK (capacity > 0),
    registered_count int NOT NULL DEFAULT 0,
    code_of_conduct  text NOT NULL,
    host_id          uuid NOT NULL,
    credit           text NOT NULL DEFAULT '',
    version          int NOT NULL DEFAULT 1,
    CHECK (capacity IS NULL OR registered_count <= capacity)
);
CREATE INDEX events_to_come ON events (ends_at) WHERE status <> 'draft' AND visibility = 'public';
CREATE INDEX events_of_host ON events (host_id);

-- `external_id` is the schedule file's; null for what an organiser typed.
CREATE TABLE stages (
    id          uuid PRIMARY KEY,
    event_id    uuid NOT NULL REFERENCES events ON DELETE CASCADE,
    name        text NOT NULL,
    position    int NOT NULL,
    UNIQUE (event_id, name)
);
CREATE TABLE tracks (
    id          uuid PRIMARY KEY,
    event_id    uuid NOT NULL REFERENCES events ON DELETE CASCADE,
    name        text NOT NULL,
    hue         int NOT NULL CHECK (hue BETWEEN 0 AND 359),
    position    int NOT NULL,
    UNIQUE (event_id, name)
);
CREATE TABLE speakers (
    id          uuid PRIMARY KEY,
    event_id    uuid NOT NULL REFERENCES events ON DELETE CASCADE,
    external_id text,
    name        text NOT NULL,
    bio         text NOT NULL,
    user_id     uuid,
    search      tsvector NOT NULL GENERATED ALWAYS AS (to_tsvector('simple', name)) STORED,
    UNIQUE (event_id, external_id)
);
CREATE INDEX speakers_search ON speakers USING gin (search);

CREATE TABLE sessions (
    id          uuid PRIMARY KEY,
    event_id    uuid NOT NULL REFERENCES events ON DELETE CASCADE,
    external_id text,
    stage_id    uuid REFERENCES stages,
    track_id    uuid REFERENCES tracks,
    title       text NOT NULL,
    subtitle    text NOT NULL,
    abstract    text NOT NULL,
    language    text NOT NULL,
    kind        text NOT NULL,
    url         text NOT NULL,
    starts_at   timestamptz NOT NULL,
    ends_at     timestamptz NOT NULL CHECK (ends_at > starts_at),
    speaker_ids uuid[] NOT NULL,
    -- 'simple': titles come in many languages, and people search for names and words as they are written.
    search      tsvector NOT NULL GENERATED ALWAYS AS (
        setweight(to_tsvector('simple', title), 'A') || setweight(to_tsvector('simple', subtitle), 'B')
        || setweight(to_tsvector('simple', left(abstract, 20000)), 'C')) STORED,
    UNIQUE (event_id, external_id)
);
CREATE INDEX sessions_by_time ON sessions (event_id, starts_at);
CREATE INDEX sessions_starting ON sessions (starts_at);
CREATE INDEX sessions_search ON sessions USING gin (search);

CREATE TABLE registrations (
    event_id      uuid NOT NULL REFERENCES events ON DELETE CASCADE,
    user_id       uuid NOT NULL,
    registered_at timestamptz NOT NULL,
    PRIMARY KEY (event_id, user_id)
);
CREATE INDEX registrations_of_user ON registrations (user_id);

CREATE TABLE stars (
    user_id    uuid NOT NULL,
    session_id uuid NOT NULL REFERENCES sessions ON DELETE CASCADE,
    event_id   uuid NOT NULL REFERENCES events ON DELETE CASCADE,
    PRIMARY KEY (user_id, session_id)
);
CREATE INDEX stars_of_session ON stars (session_id);
CREATE INDEX stars_of_event ON stars (event_id, user_id);

CREATE TABLE imports (
    id          uuid PRIMARY KEY,
    event_id    uuid NOT NULL REFERENCES events ON DELETE CASCADE,
    user_id     uuid NOT NULL,
    state       text NOT NULL DEFAULT 'running',
    done        int NOT NULL DEFAULT 0,
    total       int NOT NULL DEFAULT 0,
    added       int NOT NULL DEFAULT 0,
    changed     int NOT NULL DEFAULT 0,
    unchanged   int NOT NULL DEFAULT 0,
    removed     int NOT NULL DEFAULT 0,
    skipped     jsonb NOT NULL DEFAULT '[]',
    error       text,
    started_at  timestamptz NOT NULL,
    finished_at timestamptz
);
CREATE UNIQUE INDEX imports_running ON imports (event_id) WHERE state = 'running';  -- one at a time
