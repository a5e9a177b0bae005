"""`hallway demo`, on an installation whose settings do not say that it is a demo."""

from argparse import Namespace

import asyncpg
import pytest

from hallway.commands.demo import run
from hallway.demo.people import attendees, personas
from hallway.kernel.settings import Settings


async def test_makes_the_demo(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    env = {"DATABASE_URL": settings.database_url, "REDIS_URL": settings.redis_url, "HALLWAY_SECRET": settings.secret}
    assert await run(Namespace(), env) == 0
    assert "The demo is there: http://localhost:3000/e/" in capsys.readouterr().out
    connection = await asyncpg.connect(settings.database_url)
    keys = await connection.fetch("SELECT persona FROM auth.users ORDER BY created_at, id")
    await connection.close()
    assert {row["persona"] for row in keys} - {None} == {persona.role for persona in personas()}
    assert len(keys) == len([*personas(), *attendees()])
