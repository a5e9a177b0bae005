"""The installation's secret is changed process by process, and nobody notices."""

from contextlib import AsyncExitStack
from typing import Any

import msgspec

from hallway.bootstrap.process import App, build
from hallway.bootstrap.registry import GATEWAY, SERVICES
from hallway.kernel.caller import Caller
from hallway.kernel.settings import Settings
from hallway.services.auth.api import Auth, SessionGrant
from tests.conftest import DEVICE, Socket, serve_app

OLD, NEW = "the secret of last year, long enough", "the secret of this year, long enough"
STEPS: list[dict[str, Any]] = [
    {"secret": OLD},
    {"secret": OLD, "secret_also": NEW},
    {"secret": NEW, "secret_also": OLD},
    {"secret": NEW},
]


class Split:
    """A gateway and the services, each on the step that it was last restarted at."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.stacks: dict[str, AsyncExitStack] = {}
        self.apps: dict[str, App] = {}

    async def restart(self, name: str, roles: set[str], step: dict[str, Any]) -> None:
        await self.stop(name)
        stack = self.stacks[name] = AsyncExitStack()
        app = build(msgspec.structs.replace(self.settings, **step), roles)
        self.apps[name] = await stack.enter_async_context(serve_app(app))

    async def stop(self, name: str) -> None:
        if name in self.stacks:
            await self.stacks.pop(name).aclose()


async def goes_on(split: Split, grant: SessionGrant, known: SessionGrant) -> SessionGrant:
    """Calls, tokens from before, a refresh, and a push from the services to the gateway's sockets."""
    gateway = split.apps["gateway"]
    auth = gateway.apis.get(Auth)
    assert gateway.gateway
    assert await auth.session_alive(Caller(kind="service", service="gateway"), known.session_id)
    socket = Socket()
    url = f"http://127.0.0.1:{gateway.settings.port}"
    await socket.client.connect(url, transports=["websocket"], auth={"token": known.access_token})
    other = await auth.log_in(Caller(), known.user.email, "a long and unlikely password", DEVICE)
    listener = Socket()
    await listener.client.connect(url, transports=["websocket"], auth={"token": other.access_token})
    closed = listener.client.eio.write_loop_task
    assert await auth.log_out(Caller(), other.refresh_token), "announced by a push: its socket is closed"
    assert closed is not None
    await closed
    assert socket.client.connected
    await socket.client.disconnect()
    return await auth.refresh(Caller(), grant.refresh_token, DEVICE)


async def test_each_step_of_a_rotation_works_beside_the_one_before(settings: Settings) -> None:
    split = Split(settings)
    await split.restart("services", set(SERVICES), STEPS[0])
    await split.restart("gateway", {GATEWAY}, STEPS[0])
    auth = split.apps["gateway"].apis.get(Auth)
    known = await auth.register(Caller(), "ada@example.org", "Ada", "a long and unlikely password", DEVICE)
    grant = await goes_on(split, known, known)
    for number, step in enumerate(STEPS[1:]):
        order = [("services", set(SERVICES)), ("gateway", {GATEWAY})]
        for name, roles in order if number % 2 else reversed(order):
            await split.restart(name, roles, step)
            grant = await goes_on(split, grant, known)
            assert grant.user == known.user
    for name in ("gateway", "services"):
        await split.stop(name)
