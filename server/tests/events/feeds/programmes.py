"""Programmes for tests: a small one, and strategies for odd ones."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import cache
from uuid import UUID
from zoneinfo import ZoneInfo, available_timezones

from hypothesis import strategies as st

from hallway.kernel.markup import has_html
from hallway.services.events.feeds.programme import Entry, Person, Programme, Stage, Track, fit
from hallway.services.events.imports.formats.clean import label, paragraphs
from hallway.services.events.imports.formats.people import folded
from hallway.services.events.imports.formats.zones import zone_named
from hallway.services.events.values import Link

MADE_AT = datetime(2026, 11, 30, 12, tzinfo=UTC)
START = datetime(2026, 12, 5, 9, tzinfo=UTC)
ANA = Person(id="0193a000-0000-7000-8000-0000000000a1", name='Ana "Ace" Ruiz', biography="Hi")
BO = Person(id="0193a000-0000-7000-8000-0000000000b0", name="Bo Li^2")


def entry(number: int = 1, **changes: object) -> Entry:
    """A session of half an hour."""
    known: dict[str, object] = {"title": "A talk", "starts_at": START, **changes}
    starts_at = known["starts_at"]
    assert isinstance(starts_at, datetime)
    known.setdefault("ends_at", starts_at + timedelta(minutes=30))
    return Entry(id=str(UUID(int=number)), **known)  # type: ignore[arg-type]


def programme(*sessions: Entry, zone: str = "Europe/Brussels", **changes: object) -> Programme:
    """An event with these sessions, their stages, and their tracks."""
    stages = dict.fromkeys(one.stage for one in sessions if one.stage)
    tracks = dict.fromkeys(one.track for one in sessions if one.track)
    known: dict[str, object] = {
        "title": "Conf 26",
        "slug": "conf-26",
        "url": "https://hallway.example/e/conf-26",
        "time_zone": zone,
        "starts_at": min((one.starts_at for one in sessions), default=START),
        "ends_at": max((one.ends_at for one in sessions), default=START),
        "version": "3",
        "made_at": MADE_AT,
        "stages": tuple(Stage(id=str(UUID(int=99)), name=name, capacity=80) for name in stages),
        "tracks": tuple(Track(name=name, color="#aa00ff") for name in tracks),
        "sessions": sessions,
        **changes,
    }
    return Programme(**known)  # type: ignore[arg-type]


WHOLE = entry(
    subtitle="And what of it",
    abstract="**About** it; a, b\n\n- one\n- two \\o/",
    stage="Hall, left",
    track="Tools & more",
    kind="talk",
    languages=("en", "de"),
    url="https://hallway.example/e/conf-26/s/1?a=1&b=2",
    video_url="https://video.example/1",
    links=(
        Link(title="Notes", url="https://notes.example/1"),
        Link(title="https://b.example/", url="https://b.example/"),
    ),
    attachments=(Link(title='"Slides"', url="https://files.example/1.pdf"),),
    do_not_record=True,
    speakers=(ANA, BO),
)


@cache
def zones() -> list[str]:
    """Places of IANA's that are their own name to a reader."""
    names = (name for name in available_timezones() if "/" in name or name == "UTC")
    return sorted(name for name in names if (known := zone_named(name)) and known.key == name)


def _stable(clean: Callable[[str], str]) -> st.SearchStrategy[str]:
    """Texts as the server keeps them: clean, without tags or entities, which a reader takes for what they mean."""
    letters = st.characters(exclude_categories=["Cs"])
    odd = st.sampled_from([*"\"'^;:,\\\n\t&<🎉é\u0301مرحبا日本語", "\\n", '";', "]]>", "\r\n ", "--", "R&D", "a < b"])
    texts = st.lists(letters | odd | st.text(max_size=40), max_size=30)
    return texts.map("".join).map(clean).filter(lambda t: clean(t) == t == fit(t) and not has_html(t))


NAMES = _stable(lambda text: label(text, 150)).filter(bool)
ABSTRACTS = _stable(lambda text: paragraphs(text, 5_000))
ADDRESSES = st.sampled_from(
    [f"https://example.org/{path}" for path in ("", "a?b=1&c=2", "%20;x,y", "ü", "#z", "x" * 200)]
)
LINKS = st.lists(st.builds(Link, title=NAMES, url=ADDRESSES), max_size=3, unique_by=lambda link: link.url).map(tuple)


def _changes(zone: str, year: int) -> list[datetime]:
    """The days of a year on which clocks are put."""
    days = [datetime(year, 1, 1, tzinfo=UTC) + timedelta(days=number) for number in range(366)]
    offsets = [day.astimezone(ZoneInfo(zone)).utcoffset() for day in days]
    return [day for day, before, after in zip(days, offsets, offsets[1:], strict=False) if before != after]


@st.composite
def programmes(draw: st.DrawFn) -> Programme:
    """Events anywhere, of a few days, often of those on which clocks are put."""
    zone = draw(st.sampled_from(zones()))
    year = draw(st.integers(1995, 2037))
    first = draw(st.sampled_from([*_changes(zone, year), datetime(year, 6, 30, tzinfo=UTC)]))
    people = draw(st.lists(NAMES, max_size=4, unique_by=folded))
    speakers = [Person(id=str(UUID(int=number + 1)), name=name) for number, name in enumerate(people)]
    stages, tracks = draw(st.lists(NAMES, max_size=3, unique=True)), draw(st.lists(NAMES, max_size=3, unique=True))
    sessions: list[Entry] = []
    for number in range(draw(st.integers(1, 6))):
        starts_at = first + timedelta(minutes=draw(st.integers(-1_500, 4_300)))
        shown = starts_at.astimezone(ZoneInfo(zone))
        # A night belongs to the evening before, and an evening to the night that follows.
        on = shown.date() + timedelta(days=draw(st.sampled_from([0, -1 if shown.hour < 12 else 1])))
        one = entry(
            number + 1,
            title=draw(NAMES),
            subtitle=draw(NAMES | st.just("")),
            abstract=draw(ABSTRACTS),
            starts_at=starts_at,
            ends_at=starts_at + timedelta(minutes=draw(st.sampled_from([0, 5, 30, 90, 1_440, 2_000]))),
            day=None if on == shown.date() else on,
            stage=draw(st.sampled_from(["", *stages])),
            track=draw(st.sampled_from(["", *tracks])),
            kind=draw(NAMES | st.just("")),
            languages=draw(st.sampled_from([(), ("en",), ("de", "en"), ("pt-br",)])),
            url=draw(ADDRESSES | st.just("")),
            video_url=draw(ADDRESSES | st.just("")),
            links=draw(LINKS),
            attachments=draw(LINKS),
            do_not_record=draw(st.booleans()),
            speakers=tuple(draw(st.lists(st.sampled_from(speakers), unique=True))) if speakers else (),
        )
        sessions.append(one)
    return programme(*sessions, zone=zone)
