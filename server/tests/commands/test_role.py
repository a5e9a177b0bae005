"""`hallway role`, beside a running Hallway."""

from argparse import ArgumentParser

import pytest

from hallway.commands import role
from hallway.kernel.apis import Apis
from hallway.kernel.errors import Problem
from hallway.kernel.settings import Settings
from hallway.services.auth.api import Auth
from tests.conftest import MakeUser
from tests.support.factories import TEST


async def run(settings: Settings, *words: str) -> int:
    parser = ArgumentParser()
    role.arguments(parser)
    env = {"DATABASE_URL": settings.database_url, "REDIS_URL": settings.redis_url, "HALLWAY_SECRET": settings.secret}
    return await role.run(parser.parse_args(words), env)


async def test_gives_and_takes(
    settings: Settings, apis: Apis, make_user: MakeUser, capsys: pytest.CaptureFixture[str]
) -> None:
    ada = await make_user("Ada Example")

    async def roles() -> frozenset[str]:
        return frozenset((await apis.get(Auth).users(TEST, [ada.id]))[0].roles)

    for name in ("admin", "organiser", "organiser"):
        assert await run(settings, name, ada.email) == 0
    assert f"Ada Example ({ada.email}) is now organiser." in capsys.readouterr().out
    assert await roles() == {"admin", "organiser"}
    assert await run(settings, "admin", ada.email, "--take") == 0
    assert await roles() == {"organiser"}
    with pytest.raises(Problem) as refused:
        await run(settings, "admin", "nobody@example.org")
    assert refused.value.code == "not_found"
