"""The audits that the working group of GraphQL over HTTP keeps for servers, asked of the whole gateway."""

import asyncio
import json
import shutil
from asyncio.subprocess import PIPE
from pathlib import Path

from hallway.bootstrap.process import App

HERE = Path(__file__).parent
WEB = HERE.parents[2] / "web"
AUDITS = 61


async def test_every_audit_is_passed(hallway: App) -> None:
    program = shutil.which("node")
    assert program, "the tests of the web need Node.js as well"
    assert (WEB / "node_modules/graphql-http").is_dir(), "make test installs it; here: npm ci in web/"
    url = f"http://127.0.0.1:{hallway.settings.port}/graphql"
    process = await asyncio.create_subprocess_exec(
        program, str(HERE / "audits.mjs"), str(WEB), url, stdout=PIPE, stderr=PIPE
    )
    try:
        async with asyncio.timeout(60):
            out, err = await process.communicate()
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    assert process.returncode == 0, err.decode()
    results = json.loads(out)
    assert [result for result in results if result[2] != "ok"] == []
    assert len(results) == AUDITS
