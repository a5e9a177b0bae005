-- Rooms, their members and messages, who is muted, and what was removed by whom.

CREATE TABLE chat.rooms (
    id uuid PRIMARY KEY,
    kind text NOT NULL CHECK (kind IN ('lobby', 'session', 'direct')),
    event_id uuid,
    session_id uuid,
    first_id uuid,
    second_id uuid,
    title text NOT NULL,
    last_seq bigint NOT NULL DEFAULT 0,
    head bigint NOT NULL DEFAULT 0,
    blocked boolean NOT NULL DEFAULT false,
    active_at timestamptz NOT NULL,
    CHECK ((kind = 'direct') = (event_id IS NULL)),
    CHECK ((kind = 'session') = (session_id IS NOT NULL)),
    CHECK ((kind = 'direct') = (first_id IS NOT NULL AND second_id IS NOT NULL))
) WITH (fillfactor = 50);  -- the heads change with every batch: leave room for updates in place
CREATE INDEX rooms_event ON chat.rooms (event_id) WHERE event_id IS NOT NULL;

CREATE TABLE chat.members (
    room_id uuid NOT NULL REFERENCES chat.rooms (id),
    user_id uuid NOT NULL,
    staff boolean NOT NULL DEFAULT false,
    opened boolean NOT NULL DEFAULT false,
    read_seq bigint NOT NULL DEFAULT 0,
    PRIMARY KEY (room_id, user_id)
) WITH (fillfactor = 80);
CREATE INDEX members_user ON chat.members (user_id);

CREATE TABLE chat.messages (
    id uuid PRIMARY KEY,
    room_id uuid NOT NULL REFERENCES chat.rooms (id),
    seq bigint NOT NULL CHECK (seq > 0),
    revision bigint NOT NULL CHECK (revision >= seq),
    sender_id uuid NOT NULL,
    body text NOT NULL CHECK (char_length(body) <= 4000),
    mentions uuid[] NOT NULL DEFAULT '{}',
    sent_at timestamptz NOT NULL,
    removed boolean NOT NULL DEFAULT false,
    UNIQUE (room_id, seq),
    UNIQUE (room_id, revision)
);

CREATE TABLE chat.mutes (
    event_id uuid NOT NULL,
    user_id uuid NOT NULL,
    until timestamptz NOT NULL,
    by_id uuid NOT NULL,
    at timestamptz NOT NULL,
    PRIMARY KEY (event_id, user_id)
);

CREATE TABLE chat.removals (
    message_id uuid PRIMARY KEY REFERENCES chat.messages (id),
    room_id uuid NOT NULL,
    sender_id uuid NOT NULL,
    by_id uuid NOT NULL,
    at timestamptz NOT NULL
);
