"""The invented events, people and messages that every server answers from: the same on every machine."""

import json
import random
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final
from uuid import UUID

import asyncpg

HERE: Final = Path(__file__).resolve().parent
ROOM: Final = "0c0ffee0-0000-4000-8000-000000000000"
EVENTS, PEOPLE, MESSAGES = 50, 120, 50
WORDS: Final = [
    "open",
    "hall",
    "light",
    "code",
    "evening",
    "garden",
    "signal",
    "paper",
    "river",
    "maker",
    "season",
    "bridge",
    "compass",
    "north",
    "harbour",
    "lantern",
    "copper",
    "meadow",
    "public",
    "winter",
    "number",
    "letter",
    "talk",
    "room",
    "question",
    "window",
    "morning",
    "atlas",
    "ferry",
    "orchard",
]
FIRST: Final = [
    "Ada",
    "Ben",
    "Chidi",
    "Dalia",
    "Émile",
    "Farah",
    "Goran",
    "Hana",
    "Inês",
    "Jonas",
    "Keiko",
    "Lea",
    "Mateo",
    "Noor",
    "Olu",
    "Petra",
    "Quim",
    "Rosa",
]
LAST: Final = [
    "Adeyemi",
    "Bergström",
    "Costa",
    "Dvořák",
    "Eriksen",
    "Fontaine",
    "Greco",
    "Haddad",
    "Ito",
    "Jansen",
    "Kovač",
    "Lindqvist",
]
START: Final = datetime(2027, 2, 6, 9, 0, tzinfo=UTC)

Row = dict[str, object]
TABLES: Final = """
CREATE TABLE users (id uuid PRIMARY KEY, name text NOT NULL, headline text, "avatarUrl" text, email text NOT NULL,
    roles text[] NOT NULL);
CREATE TABLE events (id uuid PRIMARY KEY, slug text UNIQUE NOT NULL, name text NOT NULL, tagline text,
    description text NOT NULL, kind text NOT NULL, "startsAt" timestamptz NOT NULL, "endsAt" timestamptz NOT NULL,
    "timeZone" text NOT NULL, location text, capacity int, "registeredCount" int NOT NULL,
    "hostId" uuid NOT NULL REFERENCES users);
CREATE TABLE speakers ("eventId" uuid REFERENCES events, position int, "userId" uuid NOT NULL REFERENCES users,
    PRIMARY KEY ("eventId", position));
CREATE TABLE messages (id uuid PRIMARY KEY, "roomId" uuid NOT NULL, seq int NOT NULL, body text NOT NULL,
    "sentAt" timestamptz NOT NULL, "editedAt" timestamptz, "senderId" uuid NOT NULL REFERENCES users,
    UNIQUE ("roomId", seq));
CREATE INDEX ON events ("startsAt", id);
"""


def make() -> dict[str, list[Row]]:
    """Rows by table, JSON values only; times in ISO 8601."""
    dice = random.Random(20270206)

    def ids() -> str:
        return str(UUID(int=dice.getrandbits(128), version=4))

    def words(least: int, most: int) -> str:
        return " ".join(dice.choices(WORDS, k=dice.randint(least, most))).capitalize()

    def at(minutes: int) -> str:
        return (START + timedelta(minutes=minutes)).isoformat()

    users = [_user(ids(), index, words) for index in range(PEOPLE)]
    events = [
        {
            "id": ids(),
            "slug": f"event-{index}",
            "name": words(2, 4),
            "tagline": words(4, 9) if index % 5 else None,
            "description": ". ".join(words(8, 20) for _ in range(4)) + ".",
            "kind": ("conference", "hackathon", "meetup")[index % 3],
            "startsAt": at(index * 1440),
            "endsAt": at(index * 1440 + 480),
            "timeZone": "Europe/Brussels",
            "location": words(1, 3) if index % 4 else None,
            "capacity": 100 + index if index % 3 else None,
            "registeredCount": dice.randint(0, 90),
            "hostId": dice.choice(users)["id"],
        }
        for index in range(EVENTS)
    ]
    speakers = [
        {"eventId": event["id"], "position": position, "userId": user["id"]}
        for event in events
        for position, user in enumerate(dice.sample(users, 2))
    ]
    messages = [
        {
            "id": ids(),
            "roomId": ROOM,
            "seq": seq,
            "body": words(3, 25) + ' — "quoted" <b>&amp;</b> ☕',
            "sentAt": at(seq),
            "editedAt": at(seq + 2) if seq % 7 == 0 else None,
            "senderId": dice.choice(users[:20])["id"],
        }
        for seq in range(1, MESSAGES + 1)
    ]
    return {"users": users, "events": events, "speakers": speakers, "messages": messages}


def _user(id: str, index: int, words: object) -> Row:
    name = f"{FIRST[index % len(FIRST)]} {LAST[index % len(LAST)]}"
    return {
        "id": id,
        "name": name,
        "headline": f"Keeps the {WORDS[index % len(WORDS)]} going" if index % 6 else None,
        "avatarUrl": f"/media/{id}.webp" if index % 3 else None,
        "email": f"person{index}@example.org",
        "roles": ["organiser"] if index % 10 == 0 else [],
    }


def write(path: Path) -> dict[str, list[Row]]:
    """The rows, also as a JSON file for the servers that answer from memory."""
    rows = make()
    path.write_text(json.dumps(rows, ensure_ascii=False))
    return rows


async def load(url: str, rows: dict[str, list[Row]]) -> None:
    """Tables and rows in an empty database."""
    connection = await asyncpg.connect(url)
    try:
        await connection.execute(TABLES)
        for table, values in rows.items():
            await connection.execute(
                f"INSERT INTO {table} SELECT * FROM json_populate_recordset(NULL::{table}, $1::json)",
                json.dumps(values),
            )
        await connection.execute("VACUUM ANALYZE")
    finally:
        await connection.close()


def requests(rows: dict[str, list[Row]]) -> dict[str, bytes]:
    """The four requests, whole: head and body as they go over the wire."""
    variables: dict[str, Row] = {
        "list": {"first": EVENTS},
        "messages": {"roomId": ROOM, "first": MESSAGES},
        "event": {"slug": "event-7"},
        "me": {},
    }
    user = str(rows["users"][10]["id"])
    return {
        name: _request((HERE / "documents" / f"{name}.graphql").read_text(), given, user)
        for name, given in variables.items()
    }


def _request(query: str, variables: Row, user: str) -> bytes:
    body = json.dumps({"query": query, "variables": variables}).encode()
    head = (
        "POST /graphql HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n"
        f"accept: application/json\r\nx-user: {user}\r\ncontent-length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body
