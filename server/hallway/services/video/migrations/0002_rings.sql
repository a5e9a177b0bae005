-- Everybody who is rung has a row: by whom, how often, and what came of it; so a call that goes on may ring.

CREATE TABLE rings (
    call_id   uuid NOT NULL REFERENCES calls ON DELETE CASCADE,
    person_id uuid NOT NULL,
    caller_id uuid NOT NULL,
    -- 1 for the first time that this person is rung in this call.
    nth       integer NOT NULL,
    state     text NOT NULL CHECK (state IN ('ringing', 'answered', 'declined', 'missed')),
    rang_at   timestamptz NOT NULL,
    PRIMARY KEY (call_id, person_id)
);
CREATE INDEX rings_waiting ON rings (person_id) WHERE state = 'ringing';
INSERT INTO rings
    SELECT id, person_id, caller_id, 1,
        CASE WHEN person_id = ANY(declined_by) THEN 'declined' WHEN answered THEN 'answered' ELSE 'ringing' END,
        started_at
    FROM calls, unnest(invited_ids) AS person_id WHERE ended_at IS NULL;

-- Counts what `call.changed` tells.
ALTER TABLE calls ADD COLUMN revision integer NOT NULL DEFAULT 0;
-- In its life a call may have more people than at once: one who declined or left makes room for another.
ALTER TABLE calls DROP CONSTRAINT calls_invited_ids_check;
ALTER TABLE calls ADD CONSTRAINT calls_invited_ids_check CHECK (cardinality(invited_ids) BETWEEN 1 AND 8) NOT VALID;
ALTER TABLE calls VALIDATE CONSTRAINT calls_invited_ids_check;
-- `declined_by` is read by the version before this one only; it goes with a later migration.
