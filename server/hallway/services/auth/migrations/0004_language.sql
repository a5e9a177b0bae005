-- In which language somebody reads, by its tag; null: as their browser says. An account of the version before has none.
ALTER TABLE users ADD COLUMN language text;
