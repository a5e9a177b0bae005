"""Owns rooms, their messages, who may write in them, mutes and removals, and how far each person has read. Announces
`MessageSent`, and `RoomRead` for direct rooms."""
