-- Accounts, sessions with their refresh tokens, roles per event, and the keys that access tokens are signed with.

CREATE TABLE users (
    id            uuid PRIMARY KEY,
    email         text NOT NULL UNIQUE CHECK (length(email) <= 254),  -- as normal_email (accounts/email.py) writes it
    name          text NOT NULL CHECK (length(name) BETWEEN 1 AND 80),
    password_hash text,  -- without one, nobody signs in by password
    roles         text[] NOT NULL DEFAULT '{}' CHECK (roles <@ '{admin,organiser}'),
    persona       text UNIQUE,
    persona_role  text,
    created_at    timestamptz NOT NULL
);

-- One row per signed-in device. A session that has ended is gone, and its tokens with it.
CREATE TABLE sessions (
    id           uuid PRIMARY KEY,
    user_id      uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    label        text NOT NULL,
    address      text NOT NULL,  -- shortened before it comes here
    created_at   timestamptz NOT NULL,
    last_seen_at timestamptz NOT NULL,
    expires_at   timestamptz NOT NULL,
    token_hash   bytea NOT NULL,  -- of the refresh token that is good now
    spent_hash   bytea,           -- of the one before it
    rotated_at   timestamptz NOT NULL
);
CREATE INDEX sessions_of_user ON sessions (user_id, last_seen_at DESC);

-- Every refresh token a living session ever had, so that one that comes again is known for what it is.
CREATE TABLE refresh_tokens (
    hash       bytea PRIMARY KEY,
    session_id uuid NOT NULL REFERENCES sessions ON DELETE CASCADE
);
CREATE INDEX refresh_tokens_of_session ON refresh_tokens (session_id);

CREATE TABLE event_roles (
    event_id   uuid NOT NULL,
    user_id    uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    role       text NOT NULL CHECK (role IN
        ('owner', 'organiser', 'moderator', 'speaker', 'mentor', 'judge', 'sponsor', 'attendee')),
    changed_at timestamptz NOT NULL,
    PRIMARY KEY (event_id, user_id)
);
CREATE INDEX event_roles_of_user ON event_roles (user_id);

CREATE TABLE signing_keys (
    kid         text PRIMARY KEY,
    public_key  jsonb NOT NULL,
    private_key text NOT NULL,  -- a JWE; the key to it comes from the installation's secret
    created_at  timestamptz NOT NULL,
    retired_at  timestamptz
);
CREATE UNIQUE INDEX one_key_signs ON signing_keys ((true)) WHERE retired_at IS NULL;
