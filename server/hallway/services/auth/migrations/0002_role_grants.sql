-- Several roles per person and event, each for the whole event or for one stage, track or team of it.
--
-- event_roles stays for processes of the version before, which know nothing else: what they write there is taken over by
-- the trigger. They do not see what is granted here; a later migration drops it.
CREATE TABLE role_grants (
    event_id   uuid NOT NULL,
    user_id    uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    role       text NOT NULL CHECK (role IN
        ('owner', 'organiser', 'moderator', 'speaker', 'mentor', 'judge', 'sponsor', 'attendee')),
    scope_kind text NOT NULL DEFAULT 'event' CHECK (scope_kind IN ('event', 'stage', 'track', 'team')),
    scope_id   uuid,
    granted_at timestamptz NOT NULL,
    CHECK ((scope_kind = 'event') = (scope_id IS NULL)),
    UNIQUE NULLS NOT DISTINCT (event_id, user_id, role, scope_kind, scope_id)
);
CREATE INDEX role_grants_of_user ON role_grants (user_id);

INSERT INTO role_grants (event_id, user_id, role, granted_at)
SELECT event_id, user_id, role, changed_at FROM event_roles;

CREATE FUNCTION take_over_event_role() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        DELETE FROM role_grants WHERE event_id = old.event_id AND user_id = old.user_id AND role = old.role
            AND scope_kind = 'event';
    END IF;
    IF TG_OP <> 'DELETE' THEN
        INSERT INTO role_grants (event_id, user_id, role, granted_at)
        VALUES (new.event_id, new.user_id, new.role, new.changed_at) ON CONFLICT DO NOTHING;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER take_over AFTER INSERT OR UPDATE OR DELETE ON event_roles
    FOR EACH ROW EXECUTE FUNCTION take_over_event_role();
