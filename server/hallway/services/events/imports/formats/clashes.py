"""Who would have to be in two places at once."""

from collections.abc import Mapping, Sequence
from zoneinfo import ZoneInfo

from hallway.kernel.words import Sentence, day, sentence
from hallway.services.events.imports.formats.notes import Notes
from hallway.services.events.schedule import Session


def note_clashes(sessions: Sequence[Session], names: Mapping[str, str], zone: ZoneInfo, notes: Notes) -> None:
    """A note for each session that begins while somebody on it is still in another room; `sessions` in order of time,
    `names` of speakers by external id. A session without a room, or a moment long, is in nobody's way."""
    last: dict[str, Session] = {}
    for session in sessions:
        if session.room is None or not session.duration:
            continue
        for speaker in session.speakers:
            other = last.get(speaker)
            if other is None or session.ends_at > other.ends_at:
                last[speaker] = session
            if other is not None and other.ends_at > session.starts_at and other.room != session.room:
                twice = sentence("reading.twoPlaces", first=_shown(other, zone), second=_shown(session, zone))
                notes.add(sentence("reading.quoted", text=names[speaker]), twice)


def _shown(session: Session, zone: ZoneInfo) -> Sentence:
    start, end = (moment.astimezone(zone) for moment in (session.starts_at, session.ends_at))
    times = {"start": f"{start:%H:%M}", "end": f"{end:%H:%M}"}
    return sentence(
        "reading.sessionThen", title=session.title[:80], room=session.room or "", day=day(start.date()), **times
    )
