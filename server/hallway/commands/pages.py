"""The pages' own server, as a child of this process."""

import shutil
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from typing import Final
from urllib.parse import urlsplit

import msgspec

from hallway.embedded.web import web_server
from hallway.kernel.settings import Settings

PASSED: Final = ("PATH", "HOME", "LANG", "LD_PRELOAD")
"""What the child gets of our environment. What is preloaded into us is meant for it too: the tests' clock, somebody's
allocator."""


@asynccontextmanager
async def with_pages(settings: Settings, env: Mapping[str, str], at: str | None) -> AsyncGenerator[Settings]:
    """Serve the pages for as long as the block lasts: on the port of the address `at`, or on a free one; the settings
    then say where. HALLWAY_INTERNAL_URL says where they ask the gateway, if it is not on this machine."""
    passed = {name: env[name] for name in PASSED if name in env}
    passed |= {"HALLWAY_PUBLIC_URL": settings.public_url, "HALLWAY_DEMO": "1" if settings.demo else "0"}
    if settings.assets_url:
        passed["HALLWAY_ASSETS_URL"] = settings.assets_url
    async with web_server(
        settings.web_dir,
        settings.data_dir,
        node=shutil.which("node", path=env.get("PATH")),
        api_url=env.get("HALLWAY_INTERNAL_URL") or f"http://127.0.0.1:{settings.port}",
        env=passed,
        port=urlsplit(at).port or 80 if at else None,
        host=settings.host if at else "127.0.0.1",
    ) as url:
        yield settings if at else msgspec.structs.replace(settings, web_url=url)
