-- A page whose connection broke, or which goes away, has a while to come back: since when it is away, and the connection
-- by which it was last heard of, as a former connection of a page that is back by another one may end late.

ALTER TABLE peers ADD COLUMN away_since timestamptz;
ALTER TABLE peers ADD COLUMN heard_by text NOT NULL DEFAULT '';
