-- Of which occurrence on an unread notification counts: so that one that is taken back is counted no more. 0: not known.

ALTER TABLE notices ADD COLUMN first_step int NOT NULL DEFAULT 0;
