-- Who was taken out of a call that goes on without them, and the call as they see it from then on: ended.

CREATE TABLE removals (
    call_id   uuid NOT NULL REFERENCES calls ON DELETE CASCADE,
    person_id uuid NOT NULL,
    seen      jsonb NOT NULL,
    PRIMARY KEY (call_id, person_id)
);
