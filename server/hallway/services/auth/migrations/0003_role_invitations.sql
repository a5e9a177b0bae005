-- A role that is given to another person is an invitation until that person accepts. Invitations are not in role_grants:
-- whoever asks for somebody's roles, a process of the version before included, cannot take one for the other.
CREATE TABLE role_invitations (
    event_id   uuid NOT NULL,
    user_id    uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    role       text NOT NULL CHECK (role IN
        ('owner', 'organiser', 'moderator', 'speaker', 'mentor', 'judge', 'sponsor', 'attendee')),
    scope_kind text NOT NULL DEFAULT 'event' CHECK (scope_kind IN ('event', 'stage', 'track', 'team')),
    scope_id   uuid,
    invited_by uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    invited_at timestamptz NOT NULL,
    CHECK ((scope_kind = 'event') = (scope_id IS NULL)),
    UNIQUE NULLS NOT DISTINCT (event_id, user_id, role, scope_kind, scope_id)
);
CREATE INDEX role_invitations_of_user ON role_invitations (user_id);

-- Who asked whom into which event, and what came of it: what limits go by. It outlives what it is about, or taking an
-- invitation back would make room for the next.
CREATE TABLE invitation_log (
    event_id    uuid NOT NULL,
    user_id     uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    invited_by  uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    invited_at  timestamptz NOT NULL,
    declined_at timestamptz,
    accepted_at timestamptz
);
CREATE INDEX invitation_log_of_user ON invitation_log (user_id, event_id);
CREATE INDEX invitation_log_of_inviter ON invitation_log (invited_by, invited_at);
