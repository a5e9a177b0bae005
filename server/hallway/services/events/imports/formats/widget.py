"""The JSON of pretalx's schedule widget (`/schedule/widgets/schedule.json`) into a RawSchedule.

Talks name their room, track and speakers by ids; breaks have no code. A talk is known by its code, since its number is
another one in each version of the schedule.
"""

from hallway.kernel.words import Sentence, sentence
from hallway.services.events.imports.formats.clean import cut, line
from hallway.services.events.imports.formats.flat import Entry, Flat, home, timed
from hallway.services.events.imports.formats.notes import titled
from hallway.services.events.imports.formats.raw import Fields, RawSchedule, fields, items, words
from hallway.services.events.schedule import Limits, Reading
from hallway.services.events.values import Skipped

_NOT_HELD = {"canceled", "cancelled", "withdrawn", "rejected", "deleted"}


def is_widget(top: object) -> bool:
    """Whether a decoded JSON file is one of these."""
    found = fields(top)
    return found is not None and isinstance(found.get("talks"), list) and "rooms" in found


def read_widget(top: object, reading: Reading, limits: Limits) -> RawSchedule:
    """The schedule in a decoded file for which `is_widget` holds."""
    found = fields(top) or {}
    rooms, tracks = _by(found.get("rooms"), "id"), _by(found.get("tracks"), "id")
    people = _by(found.get("speakers"), "code")
    out = Flat(
        format="widget",
        conference={
            "title": found.get("title") or found.get("name"),
            "time_zone_name": found.get("timezone"),
            "start": found.get("event_start"),
            "end": found.get("event_end"),
            "tracks": [{**track, "name": words(track.get("name"))} for track in tracks.values()],
            "rooms": [{**room, "name": words(room.get("name"))} for room in rooms.values()],
        },
        rooms=[name for room in rooms.values() if (name := words(room.get("name")))],
    )
    for number, value in enumerate(items(found.get("talks")), 1):
        talk = fields(value) or {}
        title = cut(line(talk.get("title"), 80), 80)
        place = sentence("reading.talk", number=str(number))
        if reason := _left_out(talk):
            out.skipped.append(Skipped.of(titled(title, place), reason))
            continue
        room = words((rooms.get(words(talk.get("room"))) or {}).get("name"))
        track = words((tracks.get(words(talk.get("track"))) or {}).get("name"))
        persons = [people.get(words(code)) or {"name": "", "code": code} for code in items(talk.get("speakers"))]
        out.add(Entry(_session(talk, track, list(persons), reading), place, room), limits)
    return out.schedule()


def _session(talk: Fields, track: str, persons: list[object], reading: Reading) -> Fields:
    minutes = talk.get("duration")
    session: Fields = {
        "id": talk.get("code"),
        "title": talk.get("title"),
        "abstract": talk.get("abstract"),
        "track": track,
        "type": "" if talk.get("code") else (words(talk.get("slot_type")) or "break"),
        "language": talk.get("content_locale"),
        "do_not_record": talk.get("do_not_record"),
        "url": talk.get("url"),
        "persons": persons,
    }
    if isinstance(minutes, int) and 0 <= minutes < 100_000:
        session["duration"] = f"{minutes // 60}:{minutes % 60:02}"
    return timed(session, words(talk.get("start")), words(talk.get("end")), home(reading))


def _left_out(talk: Fields) -> Sentence | None:
    state = words(talk.get("state")).lower()
    if state in _NOT_HELD:
        return sentence("reading.status", status=state)
    return sentence("reading.blocker") if words(talk.get("slot_type")).lower() == "blocker" else None


def _by(value: object, key: str) -> dict[str, Fields]:
    """Objects by their ids, in the file's order."""
    return {words(one.get(key)): one for part in items(value) if (one := fields(part)) and words(one.get(key))}
