-- Calls, and who is in them.

CREATE TABLE calls (
    id          uuid PRIMARY KEY,
    event_id    uuid NOT NULL,
    event_slug  text NOT NULL,
    caller_id   uuid NOT NULL,
    invited_ids uuid[] NOT NULL CHECK (cardinality(invited_ids) BETWEEN 1 AND 3),
    camera_off  boolean NOT NULL,
    answered    boolean NOT NULL DEFAULT false,
    declined_by uuid[] NOT NULL DEFAULT '{}',
    -- Since when nobody is in it though nobody hung up: their pages were closed, or are being loaded anew.
    empty_since timestamptz,
    started_at  timestamptz NOT NULL,
    ended_at    timestamptz
);
CREATE INDEX calls_running ON calls (started_at) WHERE ended_at IS NULL;
CREATE INDEX calls_answered ON calls (caller_id) WHERE answered;

-- One row per person: a second page takes the place of the first.
CREATE TABLE peers (
    call_id uuid NOT NULL REFERENCES calls ON DELETE CASCADE,
    user_id uuid NOT NULL,
    peer_id text NOT NULL,
    seen_at timestamptz NOT NULL,
    PRIMARY KEY (call_id, user_id)
);
