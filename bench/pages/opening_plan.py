"""What a person's browser does in the opening minute, for client/opening.c, from what a real one did (record.mjs)."""

import json
import os
import re
import subprocess
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final, cast

from contenders import Trouble

HERE: Final = Path(__file__).resolve().parent
WEB: Final = HERE.parents[1] / "web"
RECORD_SECONDS: Final = 120
JOIN: Final = "chat.join"
"""Whoever has its acknowledgement is in the lobby."""
FILES: Final = frozenset({"Script", "Stylesheet", "Font", "Image"})
OPERATION: Final = re.compile(r"^(?:query|mutation) (\w+)", re.MULTILINE)
HASH: Final = re.compile(r"\b[0-9a-f]{64}\b")
OURS: Final = frozenset({"host", "cookie", "content-length", "connection"})
"""Headers that each request gets anew."""
ACCESS, REFRESH, PERSON = "\x01", "\x02", "\x03"


@dataclass(frozen=True)
class Item:
    """A request or a message; `waits` are the numbers of those that it may have waited for."""

    kind: str
    name: str
    text: str
    needed: bool
    file: bool = False
    answered: bool = False
    status: int = 0
    size: int = 0
    key: str = ""
    """The same for what a browser would not ask again, and for what may be left out together; empty: nothing is."""
    waits: frozenset[int] = field(default_factory=frozenset[int])


def recorded(origin: str, path: str, access: str, refresh: str, last: str = "") -> dict[str, Any]:
    """What a browser did, signed in by these tokens."""
    cookies = [
        {"name": "hallway_access", "value": access, "url": origin},
        {"name": "hallway_refresh", "value": refresh, "url": f"{origin}/session"},
        {"name": "hallway_somebody", "value": "1", "url": origin},
    ]
    done = subprocess.run(
        ["node", str(HERE / "record.mjs"), str(WEB), origin, path, json.dumps(cookies), last],
        capture_output=True,
        text=True,
        check=False,
        timeout=RECORD_SECONDS,
        env=dict(os.environ),
    )
    if done.returncode:
        raise Trouble(f"A browser could not load {path}:\n{done.stderr[-2000:]}")
    return cast(dict[str, Any], json.loads(done.stdout))


def names_of(checkout: Path) -> dict[str, str]:
    """The operations that its web may ask by their hash."""
    known = cast(dict[str, str], json.loads((checkout / "contract" / "documents.json").read_text()))
    return {key: found.group(1) for key, text in known.items() if (found := OPERATION.search(text))}


def items_of(recording: dict[str, Any], origin: str, person: str, names: dict[str, str]) -> list[Item]:
    """The items of a recording, in the order in which they began; what it says of `person` is whoever visits."""
    seen = [one for one in recording["items"] if one["kind"] in ("Socket", "Message") or one.get("status")]
    there = recording["there"] or float("inf")
    bare = [_item(one, origin, person, names, one["begun"] < there) for one in seen]
    return [replace(item, waits=_waits(seen, bare, index)) for index, item in enumerate(bare)]


def _item(one: dict[str, Any], origin: str, person: str, names: dict[str, str], early: bool) -> Item:
    if one["kind"] == "Socket":
        return Item("socket", "socket", "", early)
    if one["kind"] == "Message":
        text = one["body"].replace(person, PERSON)
        return Item("join", one["name"], text, early and one["answered"], answered=one["answered"])
    kind = _kind(one)
    return Item(
        kind=kind,
        name=_name(one, names),
        text=_request(one, origin).replace(person, PERSON),
        needed=early and kind != "ahead",
        file=kind == "files" or one["kind"] in ("Other", "Manifest"),
        status=one["status"],
        size=int(one.get("bytes") or 0),
        key="ahead" if kind == "ahead" else one["path"] if kind == "files" or "/session/" in one["path"] else "",
    )


def _kind(one: dict[str, Any]) -> str:
    if one["kind"] == "Document":
        return "html"
    if one["kind"] in FILES:
        return "files"
    headers = {name.lower(): value for name, value in one["headers"].items()}
    ahead = "next-router-prefetch" in headers or "next-router-segment-prefetch" in headers or "_rsc=" in one["path"]
    return "ahead" if ahead or one["kind"] in ("Other", "Manifest") else "data"


def _name(one: dict[str, Any], names: dict[str, str]) -> str:
    """A path without what it is asked with; of the graph the operation, which is asked by name or by hash."""
    path, _, query = str(one["path"]).partition("?")
    if path != "/graphql":
        return path[:100]
    asked = f"{query} {one['body']}"
    if found := HASH.search(asked):
        return names.get(found.group(), found.group()[:12])
    named = re.search(r'operationName"?[:=]"?(\w+)', asked)
    return named.group(1)[:100] if named else path


def _request(one: dict[str, Any], origin: str) -> str:
    body, headers = str(one["body"]), cast(dict[str, str], one["headers"])
    cookie = f"hallway_somebody=1; hallway_access={ACCESS}"
    if one["path"].startswith("/session/"):
        cookie += f"; hallway_refresh={REFRESH}"
    lines = [f"{one['method']} {one['path']} HTTP/1.1", f"Host: {origin.partition('//')[2]}"]
    lines += [f"{name}: {value}" for name, value in headers.items() if name.lower() not in OURS]
    lines += [f"Cookie: {cookie}"] + ([f"Content-Length: {len(body.encode())}"] if one["method"] == "POST" else [])
    return "\r\n".join(lines) + "\r\n\r\n" + body


def _waits(seen: list[dict[str, Any]], items: list[Item], index: int) -> frozenset[int]:
    """Those that had ended before it began. What was asked while the page was still coming waits for the page."""
    began = seen[index]["begun"]
    found = frozenset(
        other
        for other, one in enumerate(seen)
        if items[other].needed and one["ended"] is not None and one["ended"] <= began and other != index
    )
    page = next(other for other, item in enumerate(items) if item.kind == "html")
    if items[index].kind == "join":
        found |= {other for other, item in enumerate(items) if item.kind == "socket"}
    return found or (frozenset[int]() if index <= page else frozenset({page}))


def without(items: list[Item], keys: frozenset[str], files: bool = False) -> list[Item]:
    """Without those of these keys, such as what the browser has, and without any files if they come from elsewhere."""
    kept = [i for i, item in enumerate(items) if not (item.key in keys or files and item.file)]
    place = {old: new for new, old in enumerate(kept)}
    return [replace(items[i], waits=frozenset(place[w] for w in items[i].waits if w in place)) for i in kept]


def by_the_event_page(event: list[Item], lobby: list[Item]) -> list[Item]:
    """First the event's page, then the lobby, whose files and session are partly there already."""
    dropped = frozenset(i for i, item in enumerate(event) if item.kind in ("socket", "join"))
    first = [replace(item, key=item.key or f"#{i}") for i, item in enumerate(event)]
    first = without(first, frozenset(f"#{i}" for i in dropped))
    first = [
        replace(item, kind="ahead" if item.kind == "ahead" else "before", needed=item.kind in ("html", "files"))
        for item in first
    ]
    seen = frozenset(i for i, item in enumerate(first) if item.needed)
    then = without(lobby, frozenset(item.key for item in first if item.key.startswith("/")))
    moved = [replace(item, waits=frozenset(w + len(first) for w in item.waits) or seen) for item in then]
    return first + moved


def written(items: list[Item]) -> str:
    """A plan as opening.c reads it."""
    unlocks: dict[int, list[int]] = {}
    for index, item in enumerate(items):
        for other in item.waits:
            unlocks.setdefault(other, []).append(index)
    parts: list[str] = []
    for index, item in enumerate(items):
        words: list[object] = [item.kind, int(item.needed), int(item.answered), int(item.file), item.status, item.size]
        words += [len(item.waits), ",".join(map(str, unlocks.get(index, []))) or "-", item.name]
        parts.append(f"{' '.join(map(str, words))} {len(item.text.encode())}\n{item.text}\n")
    return "".join(parts)
