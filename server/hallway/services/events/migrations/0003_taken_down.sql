-- An event that an administrator took down is a draft, to processes of the version before as well: with why, and what it
-- was before.
ALTER TABLE events
    ADD COLUMN taken_down      text,
    ADD COLUMN taken_down_from text,
    ADD CHECK ((taken_down IS NULL) = (taken_down_from IS NULL));
