"""What an import would change is shown before, and only what was chosen is done."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from hallway.kernel.apis import Apis
from hallway.kernel.caller import ANONYMOUS, Caller
from hallway.kernel.ids import uuid7
from hallway.services.events.api import Events
from hallway.services.events.imports.repository import MOST_WAITING
from hallway.services.events.values import (
    AgendaChange,
    Event,
    FieldChoice,
    ImportChoice,
    ImportPreview,
    ImportReading,
    ImportReport,
    SessionInput,
)
from tests.events.factories import (
    ALL,
    apply,
    draft,
    import_ended,
    imported,
    publish_agenda,
    published,
    put_now,
    read_file,
    session_input,
)
from tests.events.imports.schedule_files import HERE, event_xml, schedule_xml
from tests.support.factories import refused

DAY = datetime(2026, 12, 5, 9, tzinfo=UTC)
KEPT = ("title", "subtitle", "abstract", "languages", "starts_at", "ends_at")
CASES = HERE / "cases"


@pytest.fixture
async def event(apis: Apis, host: Caller) -> Event:
    """A published event in Brussels on the day of the files here."""
    return await published(apis, host, starts_at=DAY, ends_at=DAY + timedelta(hours=9))


def talk(guid: str, title: str, hour: int = 10, person: str = "", **changes: str) -> str:
    persons = f'<person id="{person}">{person} Example</person>' if person else ""
    attributes = f'guid="{guid}"' if guid else ""
    date = f"2026-12-05T{hour:02}:00:00+01:00"
    return event_xml(attributes=attributes, title=title, date=date, persons=persons, **changes)


def file(*talks: str, room: str = "Main", title: str = "") -> bytes:
    day = schedule_xml(*talks, room=room, day='date="2026-12-05"')
    return day.replace(b"<title>Conf</title><acronym>c</acronym>", f"<title>{title}</title>".encode()) if title else day


async def previewed(events: Events, host: Caller, event: Event, data: bytes) -> ImportPreview:
    report = await read_file(events, host, event.id, data)
    assert report.state == "ready", report
    return await events.import_preview(host, report.id)


def numbers(preview: ImportPreview | ImportReport) -> tuple[int, int, int, int, int]:
    """Added, changed, moved, removed, unchanged."""
    return preview.added, preview.changed, preview.moved, preview.removed, preview.unchanged


def by_title(preview: ImportPreview) -> dict[str, AgendaChange]:
    return {change.title: change for change in preview.changes}


async def shown(events: Events, event: Event) -> dict[str, UUID]:
    """Titles and ids of what everybody sees."""
    return {session.title: session.id for session in (await events.agenda(ANONYMOUS, event.id)).sessions}


async def hand_changed(events: Events, host: Caller, event: Event, id: UUID, **changes: Any) -> None:
    """Change a session by hand, and nothing else of it."""
    agenda = (await events.draft(host, event.id)).agenda
    known = await events.draft_session(host, event.id, id)
    names = {one.id: one.name for one in (*agenda.stages, *agenda.tracks, *agenda.speakers)}
    values: dict[str, Any] = {
        **{
            name: getattr(known, name)
            for name in ("title", "subtitle", "abstract", "languages", "starts_at", "ends_at")
        },
        "stage": names[known.stage_id] if known.stage_id else "",
        "track": names[known.track_id] if known.track_id else "",
        "speakers": [names[id] for id in known.speaker_ids],
    }
    await events.put_session(host, event.id, id, SessionInput(**{**values, **changes}))


async def test_nothing_changes_before_it_is_applied(
    events: Events, apis: Apis, host: Caller, outsider: Caller, event: Event
) -> None:
    await imported(apis, host, event.id, file(talk("a", "Goes"), talk("b", "Moves", 11), talk("c", "Changes", 12)))
    before = await shown(events, event)
    for title in ("Goes", "Moves"):
        await events.star(outsider, before[title], True)
    await put_now(events, host, event.id, uuid7(), session_input("By hand", starts_at=DAY, ends_at=DAY))
    agenda = await events.agenda(host, event.id)
    new = file(talk("b", "Moves", 14), talk("c", "Changed", 12), talk("d", "Comes", 15))
    preview = await previewed(events, host, event, new)
    assert numbers(preview) == (1, 1, 1, 1, 0)
    assert (preview.kept, preview.stars_lost, preview.stars_moved, preview.loses_much) == (1, 1, 1, True)
    assert preview.source == "Conf"
    changes = by_title(preview)
    assert {title: (change.kind, change.stars, change.by_hand) for title, change in changes.items()} == {
        "Goes": ("removed", 1, False),
        "Moves": ("moved", 1, False),
        "Changed": ("changed", 0, False),
        "Comes": ("added", 0, False),
        "By hand": ("removed", 0, True),
    }
    [moved] = changes["Moves"].fields
    assert (moved.before, moved.after) == (
        "2026-12-05T10:00:00Z/2026-12-05T10:30:00Z",
        "2026-12-05T13:00:00Z/2026-12-05T13:30:00Z",
    )
    assert await events.agenda(host, event.id) == agenda
    await events.apply_import(host, preview.id, preview.revision, ImportChoice(even_much=True))
    async with refused("conflict"):
        await events.apply_import(host, preview.id, preview.revision, ImportChoice(even_much=True))


async def test_much_is_asked_twice(events: Events, apis: Apis, host: Caller, event: Event) -> None:
    await imported(apis, host, event.id, file(*(talk(f"g{n}", f"T{n}", 9 + n) for n in range(10))))
    nine = file(*(talk(f"g{n}", f"T{n}", 9 + n) for n in range(9)))
    assert not (await previewed(events, host, event, nine)).loses_much, "one in ten is no more than a tenth"
    preview = await previewed(events, host, event, file(*(talk(f"g{n}", f"T{n}", 9 + n) for n in range(8))))
    assert preview.loses_much
    report = await events.apply_import(host, preview.id, preview.revision, ImportChoice())
    report = await import_ended(events, host, report)
    assert (report.state, report.revision) == ("ready", None)
    assert "tenth" in (report.error or "")
    assert len((await events.draft(host, event.id)).agenda.sessions) == 10
    assert (await apply(events, host, preview.id)).removed == 2


async def test_only_what_was_chosen(events: Events, apis: Apis, host: Caller, event: Event) -> None:
    await imported(apis, host, event.id, file(talk("a", "Goes"), talk("b", "Stays", 11), talk("c", "Old", 12)))
    typed = uuid7()
    await put_now(events, host, event.id, typed, session_input("By hand", starts_at=DAY, ends_at=DAY))
    new = file(talk("c", "New", 12), talk("d", "Comes", 13), talk("e", "Waits", 14))
    preview = await previewed(events, host, event, new)
    changes = by_title(preview)
    choice = ImportChoice(leave=[changes["Stays"].id, changes["Waits"].id], also=[typed], even_much=True)
    report = await apply(events, host, preview.id, choice)
    assert numbers(report) == (1, 1, 0, 2, 1)
    await publish_agenda(events, host, event.id)
    assert set(await shown(events, event)) == {"Stays", "New", "Comes"}
    assert changes["Comes"].id == (await shown(events, event))["Comes"], "the preview spoke of the same"


async def test_a_hand_is_never_overwritten_unsaid(events: Events, apis: Apis, host: Caller, event: Event) -> None:
    first = file(talk("a", "Title", 10, "Zoe", track="Web"))
    await imported(apis, host, event.id, first)
    [id] = (await shown(events, event)).values()
    await hand_changed(events, host, event, id, stage="R1", title="Better title")
    preview = await previewed(events, host, event, first)
    assert numbers(preview) == (0, 0, 0, 0, 1), "the file says what it said: nothing to ask"
    await apply(events, host, preview.id)
    preview = await previewed(events, host, event, file(talk("a", "Title", 11, "Zoe", track="Web"), room="K3"))
    [change] = preview.changes
    assert change.kind == "moved"
    assert [field.field for field in change.fields] == ["time"], "the time is nobody's, and follows the file"
    [conflict] = change.conflicts
    assert (conflict.field, conflict.before, conflict.after) == ("stage", "R1", "K3")
    await apply(events, host, preview.id)
    kept = await events.draft(host, event.id)
    assert [(one.title, one.starts_at.hour) for one in kept.agenda.sessions] == [("Better title", 10)]
    assert [stage.name for stage in kept.agenda.stages] == ["R1"]
    again = await previewed(events, host, event, file(talk("a", "Title", 11, "Zoe", track="Web"), room="K3"))
    assert numbers(again) == (0, 0, 0, 0, 1), "asked once"
    preview = await previewed(events, host, event, file(talk("a", "Title", 11, "Zoe", track="Web"), room="K4"))
    await apply(events, host, preview.id, ImportChoice(take=[FieldChoice(id=id, fields=["stage"])]))
    taken = await events.draft(host, event.id)
    assert [stage.name for stage in taken.agenda.stages] == ["K4"]
    assert [one.title for one in taken.agenda.sessions] == ["Better title"]
    preview = await previewed(events, host, event, file(talk("a", "Title", 11, "Zoe", track="Web"), room="K5"))
    assert preview.changes[0].conflicts == [], "the stage is the file's again"


async def test_changed_by_hand_and_back_is_the_files(events: Events, apis: Apis, host: Caller, event: Event) -> None:
    await imported(apis, host, event.id, file(talk("a", "Title")))
    [id] = (await shown(events, event)).values()
    await hand_changed(events, host, event, id, title="Other")
    await hand_changed(events, host, event, id, title="Title")
    preview = await previewed(events, host, event, file(talk("a", "New title")))
    assert preview.changes[0].conflicts == []
    assert preview.changed == 1


async def test_ids_appear_and_stars_stay(
    events: Events, apis: Apis, host: Caller, outsider: Caller, event: Event
) -> None:
    await imported(apis, host, event.id, (CASES / "ids-appear-1.xml").read_bytes())
    before = await shown(events, event)
    for id in before.values():
        await events.star(outsider, id, True)
    preview = await previewed(events, host, event, (CASES / "ids-appear-2.xml").read_bytes())
    assert numbers(preview) == (0, 2, 0, 0, 0)
    await apply(events, host, preview.id)
    await publish_agenda(events, host, event.id)
    after = await shown(events, event)
    assert (after["A talk somebody starred"], after["Typo in a title"]) == tuple(before.values())
    assert set(await events.stars(outsider, event.id)) == set(before.values())
    again = await previewed(events, host, event, (CASES / "ids-appear-2.xml").read_bytes())
    assert numbers(again) == (0, 0, 0, 0, 2)


async def test_what_a_file_has_again_has_its_stars_again(
    events: Events, apis: Apis, host: Caller, event: Event
) -> None:
    both = [talk("a", "First", person="Zoe"), talk("b", "Second", hour=11, person="Bob")]
    await imported(apis, host, event.id, file(*both))
    before = await events.agenda(ANONYMOUS, event.id)
    ids = await shown(events, event)
    await events.star(host, ids["First"], True)
    await imported(apis, host, event.id, file(both[1]))
    assert await events.my_stars(host, [event.id]) == {}
    await imported(apis, host, event.id, file(*both))
    assert await events.my_stars(host, [event.id]) == {event.id: [ids["First"]]}
    assert (await events.agenda(ANONYMOUS, event.id)).speakers == before.speakers


async def test_ids_that_look_like_ours_are_sessions_of_their_own(
    events: Events, apis: Apis, host: Caller, event: Event
) -> None:
    await imported(apis, host, event.id, file(talk("a", "First")))
    await imported(apis, host, event.id, file(talk("z", "First")))  # the same one, with another id
    others = talk("a", "Other", hour=12), talk("2:a", "Odd", hour=13)
    await imported(apis, host, event.id, file(talk("z", "First"), *others))
    assert set(await shown(events, event)) == {"First", "Other", "Odd"}


async def test_a_speaker_with_another_id_is_the_same(events: Events, apis: Apis, host: Caller, event: Event) -> None:
    await imported(apis, host, event.id, file(talk("a", "One", 10, "Zoe"), talk("b", "Two", 11, "Ali")))
    before = {one.name: one.id for one in (await events.agenda(host, event.id)).speakers}
    new = file(talk("a", "One", 10, "Zoe"), talk("b", "Two", 11, "Ali")).replace(b'id="Zoe"', b'id="7"')
    await imported(apis, host, event.id, new)
    after = {one.name: one.id for one in (await events.agenda(host, event.id)).speakers}
    assert after == before


async def test_one_undo_takes_it_all_back(
    events: Events, apis: Apis, host: Caller, outsider: Caller, event: Event
) -> None:
    await imported(apis, host, event.id, file(talk("a", "Goes", 10, "Zoe"), talk("b", "Moves", 11)))
    await events.star(outsider, (await shown(events, event))["Goes"], True)
    before = await events.agenda(host, event.id)
    report = await imported(apis, host, event.id, file(talk("b", "Moved", 12), talk("c", "Comes", 13), room="K3"))
    assert report.revision
    await events.undo_revision(host, event.id, report.revision)
    await publish_agenda(events, host, event.id)
    after = await events.agenda(host, event.id)
    assert (after.sessions, after.stages, after.speakers) == (before.sessions, before.stages, before.speakers)
    assert len(await events.stars(outsider, event.id)) == 1


async def test_what_lies_outside_is_left_out(events: Events, apis: Apis, host: Caller) -> None:
    event = await draft(apis, host, starts_at=DAY + timedelta(days=100), ends_at=DAY + timedelta(days=101))
    report = await import_ended(
        events, host, await events.import_schedule(host, event.id, file(talk("a", "One"), talk("b", "Two", 11)), "x")
    )
    preview = await events.import_preview(host, report.id)
    assert (preview.outside, preview.sessions, preview.added, preview.fitting_shift) == (2, 2, 0, 100)
    assert preview.starts_at == DAY
    assert "31 days" in preview.skipped[0].reason
    shifted = await events.read_import(host, report.id, ImportReading(shift_days=100))
    shifted = await import_ended(events, host, shifted)
    preview = await events.import_preview(host, report.id)
    assert (preview.outside, preview.added, preview.shift_days) == (0, 2, 100)
    await apply(events, host, report.id)
    [first, _] = (await events.agenda(host, event.id)).sessions
    assert first.starts_at == DAY + timedelta(days=100), "10:00 in Brussels, in winter as in spring before the change"
    for shift in (36_601, -36_601):
        async with refused("invalid", "conflict"):
            await events.read_import(host, report.id, ImportReading(shift_days=shift))


async def test_the_draft_must_be_what_was_looked_at(events: Events, apis: Apis, host: Caller, event: Event) -> None:
    preview = await previewed(events, host, event, file(talk("a", "One")))
    await events.put_session(host, event.id, uuid7(), session_input("Typed", starts_at=DAY, ends_at=DAY))
    report = await import_ended(events, host, await events.apply_import(host, preview.id, preview.revision, ALL))
    assert report.state == "ready"
    assert "meanwhile" in (report.error or "")
    assert (await apply(events, host, preview.id)).added == 1


async def test_a_zone_that_nobody_knows_is_asked_for(events: Events, apis: Apis, host: Caller) -> None:
    event = await published(
        apis, host, time_zone="America/New_York", starts_at=DAY + timedelta(days=20), ends_at=DAY + timedelta(days=24)
    )
    report = await read_file(events, host, event.id, (CASES / "offsets-only.xml").read_bytes())
    preview = await events.import_preview(host, report.id)
    assert (preview.zone.asks, preview.zone.offsets) == (True, ["+01:00"])
    assert "Europe/Berlin" in preview.zone.candidates
    applied = await import_ended(events, host, await events.apply_import(host, report.id, preview.revision, ALL))
    assert (applied.state, applied.added) == ("ready", 0)
    async with refused("invalid"):
        await events.read_import(host, report.id, ImportReading(time_zone="Etc/Nowhere"))
    await import_ended(
        events, host, await events.read_import(host, report.id, ImportReading(time_zone="Europe/Berlin"))
    )
    preview = await events.import_preview(host, report.id)
    assert (preview.zone.name, preview.zone.by, preview.zone.asks) == ("Europe/Berlin", "person", False)
    assert (await apply(events, host, report.id)).added == 2
    sessions = {one.title: one for one in (await events.draft(host, event.id)).agenda.sessions}
    assert str(sessions["After midnight, still day one"].day) == "2026-12-27"


async def test_a_table_asks_what_its_columns_are(events: Events, apis: Apis, host: Caller, event: Event) -> None:
    csv = b"What,When,Until,Where\nOpening,2026-12-05 10:00,2026-12-05 10:30,Aula\n"
    report = await import_ended(events, host, await events.import_schedule(host, event.id, csv, "plan.csv"))
    assert (report.state, [column.name for column in report.columns]) == ("asking", ["What", "When", "Until", "Where"])
    async with refused("conflict"):
        await events.import_preview(host, report.id)
    async with refused("invalid"):
        await events.read_import(host, report.id, ImportReading(columns=["nonsense", "", "", ""]))
    reading = ImportReading(columns=["title", "start", "end", "room"])
    report = await import_ended(events, host, await events.read_import(host, report.id, reading))
    assert report.state == "ready", report
    assert (await apply(events, host, report.id)).added == 1
    [session] = (await events.draft(host, event.id)).agenda.sessions
    assert (session.title, session.starts_at) == ("Opening", DAY)
    later = await import_ended(events, host, await events.import_schedule(host, event.id, csv, "later.csv"))
    await import_ended(events, host, await events.read_import(host, later.id, reading))
    assert (await events.import_preview(host, later.id)).source == "plan.csv", "it has no title"


async def test_another_file_may_add(events: Events, apis: Apis, host: Caller, event: Event) -> None:
    await imported(apis, host, event.id, file(talk("a", "Main one")))
    report = await read_file(events, host, event.id, file(talk("a", "Fringe", 12), title="Fringe"))
    assert (await events.import_preview(host, report.id)).removed == 0, "the same id in the only source: a change"
    await import_ended(events, host, await events.read_import(host, report.id, ImportReading(adds=True)))
    preview = await events.import_preview(host, report.id)
    assert (preview.source, numbers(preview)) == (None, (1, 0, 0, 0, 0))
    await apply(events, host, report.id)
    both = await previewed(events, host, event, file(talk("a", "Fringe, later", 13), title="Fringe"))
    assert (both.source, both.removed, by_title(both)["Fringe, later"].kind) == ("Fringe", 0, "moved")
    main = await previewed(events, host, event, file(talk("a", "Main one")))
    assert (main.source, numbers(main)) == ("Conf", (0, 0, 0, 0, 1))


async def test_a_calendar_takes_nothing_away_that_it_cannot_say(
    events: Events, apis: Apis, host: Caller, event: Event
) -> None:
    optout = talk("a", "Quiet", subtitle="And small").replace(
        "</event>", "<recording><optout>true</optout></recording></event>"
    )
    await imported(apis, host, event.id, file(optout))
    calendar = (
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nX-WR-CALNAME:Conf\r\nBEGIN:VEVENT\r\nUID:a\r\nSUMMARY:Quiet\r\nLOCATION:Main\r\n"
        "DTSTART:20261205T090000Z\r\nDTEND:20261205T093000Z\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    report = await read_file(events, host, event.id, calendar.encode(), "conf.ics")
    [change] = (await events.import_preview(host, report.id)).changes or [None]
    assert change is None or {field.field for field in change.fields} <= {"id"}
    await apply(events, host, report.id)
    [session] = (await events.draft(host, event.id)).agenda.sessions
    assert (session.do_not_record, session.subtitle) == (True, "And small")


async def test_others_do_not_see_an_import(
    events: Events, apis: Apis, host: Caller, outsider: Caller, event: Event
) -> None:
    preview = await previewed(events, host, event, file(talk("a", "One")))
    for ask in (
        events.import_preview(outsider, preview.id),
        events.apply_import(outsider, preview.id, preview.revision, ALL),
        events.read_import(outsider, preview.id, ImportReading()),
        events.import_report(outsider, preview.id),
    ):
        async with refused("not_found"):
            await ask
    await events.discard_import(outsider, preview.id)
    assert (await events.import_report(host, preview.id)).state == "ready"
    await events.discard_import(host, preview.id)
    async with refused("not_found"):
        await events.import_report(host, preview.id)


async def test_few_files_of_one_person_wait(events: Events, apis: Apis, host: Caller) -> None:
    waiting = [
        await read_file(events, host, (await draft(apis, host)).id, file(talk("a", "Talk")))
        for _ in range(MOST_WAITING + 2)
    ]
    for report in waiting[:2]:
        async with refused("not_found"):
            await events.import_preview(host, report.id)
    for report in waiting[2:]:
        assert (await events.import_preview(host, report.id)).sessions == 1


async def test_from_an_address(events: Events, host: Caller, event: Event) -> None:
    for url in ("http://127.0.0.1/schedule.xml", "http://169.254.169.254/latest", "file:///etc/passwd", "gopher://x"):
        report = await import_failed(events, host, event, url)
        assert "127" not in report
        assert report


async def import_failed(events: Events, host: Caller, event: Event, url: str) -> str:
    """Why what is at this address is not imported."""
    report = await import_ended(events, host, await events.import_address(host, event.id, url))
    assert report.state == "failed"
    return report.error or ""
