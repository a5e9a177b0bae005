-- An id belongs to its room: what was said in a room that one cannot read is no reason to refuse an id.

ALTER TABLE chat.removals DROP CONSTRAINT removals_message_id_fkey;
ALTER TABLE chat.removals DROP CONSTRAINT removals_pkey, ADD PRIMARY KEY (room_id, message_id);
ALTER TABLE chat.messages DROP CONSTRAINT messages_pkey, ADD PRIMARY KEY (room_id, id);
CREATE INDEX messages_id ON chat.messages (id);
