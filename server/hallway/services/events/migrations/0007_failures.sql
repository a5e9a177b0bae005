-- Why an import failed, as a key of the catalogue and its values; `error` keeps the English sentence.
ALTER TABLE imports ADD COLUMN failure jsonb;
