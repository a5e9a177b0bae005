"""The import rules hold, and they bite: each forbidden import, written into a copy, is found."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

SERVER = Path(__file__).resolve().parents[2]
FORBIDDEN = {
    "hallway/kernel/ids.py": "from hallway.services.chat import api",
    "hallway/services/chat/api.py": "from hallway.services.events import api as other",
    "hallway/services/video/api.py": "import asyncpg",
    "hallway/services/chat/service.py": "from hallway.services.events import store as other",
    "hallway/services/chat/store.py": "from hallway.services.chat import service",
    "hallway/services/auth/service.py": "import starlette",
    "hallway/services/auth/graph.py": "from hallway.services.auth import store",
    "hallway/services/notifications/reactions.py": "from hallway.services.notifications import service",
    "hallway/services/chat/sockets.py": "import picosio",
    "hallway/services/video/graph.py": "import graphql",
    "hallway/gateway/http.py": "from hallway.services.auth import service",
    "hallway/gateway/pages.py": "from hallway import app",
    "hallway/app.py": "from hallway import __main__",
    "picosio/server/server.py": "from hallway.kernel import ids",
    "quickgraph/limits.py": "import picosio",
}


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache", "--config", "pyproject.toml"]
    env = {**os.environ, "PYTHONPATH": str(folder)}
    return subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, timeout=120, check=False)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    ignored = shutil.ignore_patterns("__pycache__", "*.npz", "*.gz")
    for package in ("hallway", "picosio", "quickgraph"):
        shutil.copytree(SERVER / package, tmp_path / package, ignore=ignored)
    shutil.copy(SERVER / "pyproject.toml", tmp_path)
    return tmp_path


@pytest.mark.timeout(300)
def test_the_rules_hold_and_bite(copy: Path) -> None:
    clean = lint(copy)
    assert clean.returncode == 0, clean.stdout
    unseen: list[str] = []
    for name, line in FORBIDDEN.items():
        path = copy / name
        text = path.read_text()
        path.write_text(f"{text}\n\n{line}\n")
        if lint(copy).returncode == 0:
            unseen.append(f"{name}: {line}")
        path.write_text(text)
    assert not unseen
