"""picosio's import rules hold, and they bite: each forbidden arrow, written into a copy, is found."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import picosio

SERVER = Path(__file__).resolve().parents[2]
FORBIDDEN = {
    "picosio/protocol/errors.py": "from picosio.engine import timers",
    "picosio/engine/session.py": "from picosio.server import rooms",
    "picosio/engine/asgi.py": "from picosio.standalone import http",
    "picosio/server/server.py": "from picosio.cluster import envelope",
    "picosio/cluster/adapter.py": "from picosio.standalone import http",
    # circles within a folder
    "picosio/protocol/frames.py": "from picosio.protocol import packets",
    "picosio/engine/engine.py": "import typing\nif typing.TYPE_CHECKING:\n    from picosio.engine import upgrade",
    "picosio/server/namespace.py": "from picosio.server import socket",
    "picosio/cluster/envelope.py": "from picosio.cluster import emitter",
    # past the public face, or through it
    "picosio/server/socket.py": "from picosio import Server",
    "hallway/gateway/realtime.py": "from picosio.server.server import Server as Other",
    # a folder that no layer names
    "picosio/helpers/__init__.py": "",
}


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache", "--config", "pyproject.toml"]
    env = {**os.environ, "PYTHONPATH": str(folder)}
    return subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, timeout=120, check=False)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The packages and the rules that name picosio."""
    ignored = shutil.ignore_patterns("__pycache__", "*.npz", "*.gz")
    for package in ("hallway", "picosio", "quickgraph"):
        shutil.copytree(SERVER / package, tmp_path / package, ignore=ignored)
    head, *contracts = (SERVER / "pyproject.toml").read_text().split("\n[[tool.importlinter.contracts]]\n")
    own = [contract for contract in contracts if contract.startswith('name = "picosio: ')]
    assert len(own) == 4
    (tmp_path / "pyproject.toml").write_text("\n[[tool.importlinter.contracts]]\n".join([head, *own]))
    return tmp_path


@pytest.mark.timeout(300)
def test_the_rules_hold_and_bite(copy: Path) -> None:
    clean = lint(copy)
    assert clean.returncode == 0, clean.stdout
    unseen: list[str] = []
    for name, line in FORBIDDEN.items():
        path = copy / name
        text = path.read_text() if path.exists() else None
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"{text or ''}\n\n{line}\n")
        if lint(copy).returncode == 0:
            unseen.append(f"{name}: {line}")
        if text is None:
            shutil.rmtree(path.parent)
        else:
            path.write_text(text)
    assert not unseen


def test_all_that_applications_need_is_in_the_public_face() -> None:
    assert all(hasattr(picosio, name) for name in picosio.__all__)


def test_importing_it_is_cheap() -> None:
    """Neither an HTTP server nor a second Redis client comes along."""
    code = "import picosio, sys; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=SERVER, capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    assert not loaded & {"picosio.standalone", "uvicorn", "starlette", "aiohttp", "redis", "hallway"}
