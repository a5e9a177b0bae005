-- One look less for every message that is saved: its room's row is locked by then, and rooms are never deleted.

ALTER TABLE chat.messages DROP CONSTRAINT messages_room_id_fkey;
