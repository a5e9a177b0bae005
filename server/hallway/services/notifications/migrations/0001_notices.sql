-- Notices, how many each person has not read, and what they want to be told.

CREATE TABLE notices (
    id         uuid PRIMARY KEY,
    user_id    uuid NOT NULL,
    kind       text NOT NULL,
    key        text NOT NULL,
    event_id   uuid,
    actor_id   uuid,
    subject    text NOT NULL,
    detail     text NOT NULL,
    link       text NOT NULL,
    count      int NOT NULL,
    step       int NOT NULL,
    created_at timestamptz NOT NULL,
    read_at    timestamptz,
    UNIQUE (user_id, key)
);
CREATE INDEX notices_newest ON notices (user_id, created_at DESC, id DESC);
CREATE INDEX notices_unread ON notices (user_id) WHERE read_at IS NULL;

-- One row per person: locking it puts the changes of their notices in one order.
CREATE TABLE readers (
    user_id  uuid PRIMARY KEY,
    unread   int NOT NULL DEFAULT 0,
    revision int NOT NULL DEFAULT 0
);

CREATE TABLE preferences (
    user_id uuid NOT NULL,
    kind    text NOT NULL,
    in_app  boolean NOT NULL,
    PRIMARY KEY (user_id, kind)
);
