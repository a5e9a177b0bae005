-- Secret addresses of calendars, one for each person and event. The secret itself is not kept: it is derived from the
-- nonce by a key, and found by its digest.
CREATE TABLE calendar_tokens (
    user_id  uuid NOT NULL,
    event_id uuid NOT NULL REFERENCES events ON DELETE CASCADE,
    nonce    bytea NOT NULL,
    digest   bytea NOT NULL UNIQUE,
    made_at  timestamptz NOT NULL,
    PRIMARY KEY (user_id, event_id)
);
