"""Settings from the environment, with servers of our own where it names none."""

from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

from hallway.bootstrap.registry import SERVICES
from hallway.embedded.data_dir import installation_secret
from hallway.embedded.servers import running_servers, start_servers
from hallway.kernel.settings import Settings


@asynccontextmanager
async def settings_for(env: Mapping[str, str], *, split: bool = False) -> AsyncGenerator[Settings]:
    """Settings for as long as the block lasts. Without DATABASE_URL and REDIS_URL, PostgreSQL and Valkey run in
    HALLWAY_DATA_DIR meanwhile, and the installation has a secret of its own there. Processes of a `split` installation
    have servers and a secret in common, which somebody has to name."""
    if split or env.get("DATABASE_URL") or env.get("REDIS_URL"):
        yield Settings.from_env(env, SERVICES)
        return
    data_dir = Path(env.get("HALLWAY_DATA_DIR") or ".hallway")
    secret = env.get("HALLWAY_SECRET") or installation_secret(data_dir)
    given = {**env, "DATABASE_URL": "postgresql://", "REDIS_URL": "unix://", "HALLWAY_SECRET": secret}
    Settings.from_env(given, SERVICES)  # what is wrong is said before servers are started
    async with start_servers(data_dir) as running:
        yield Settings.from_env({**given, "DATABASE_URL": running.database, "REDIS_URL": running.redis}, SERVICES)


def beside(env: Mapping[str, str]) -> Mapping[str, str]:
    """The environment, with the servers of a Hallway that is running on the same data."""
    data_dir = Path(env.get("HALLWAY_DATA_DIR") or ".hallway")
    if env.get("DATABASE_URL") or env.get("REDIS_URL") or not (running := running_servers(data_dir)):
        return env
    secret = env.get("HALLWAY_SECRET") or installation_secret(data_dir)
    return {**env, "DATABASE_URL": running.database, "REDIS_URL": running.redis, "HALLWAY_SECRET": secret}
