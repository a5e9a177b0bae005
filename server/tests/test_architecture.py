"""What docs/architecture.md says of the server's structure holds, and the checks of it bite."""

import ast
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from hallway.bootstrap.registry import PARTS, Part
from hallway.kernel.facts.fact import Fact, fact_name

SERVER = Path(__file__).resolve().parents[1]
ROOT = SERVER.parent
SERVICES = SERVER / "hallway" / "services"
BIN = Path(sys.executable).parent
LONGEST_FUNCTION = 40
UNREAD_FACTS = {"events.EventChanged", "events.PersonRegistered", "auth.SessionEnded"}
"""Recorded ahead of their readers, which the next features bring; every other fact has one."""
SQL = re.compile(r"\s*(?:SELECT|INSERT INTO|UPDATE \w+ SET|DELETE FROM|WITH \w+ AS|CREATE|ALTER|DROP|SET LOCAL)\b")
SQL_FILES = {"repository.py", "bulk.py"}

FORBIDDEN: tuple[tuple[str, str], ...] = (
    ("hallway/kernel/ids.py", "from hallway.services.chat import api"),
    ("hallway/kernel/db/pool.py", "from hallway.kernel import rpc"),
    ("hallway/gateway/http/uploads.py", "from hallway.services.events.imports import bulk, service"),
    ("hallway/gateway/graphql.py", "from hallway.services.chat import policy"),
    ("hallway/gateway/http/pages.py", "from hallway.bootstrap import process"),
    ("hallway/gateway/http/health.py", "import asyncpg"),
    ("hallway/bootstrap/process.py", "from hallway import __main__"),
    ("hallway/demo/people.py", "from hallway.services.chat.rooms import repository"),
    ("hallway/services/auth/api.py", "from hallway.services.events import api as other"),
    ("hallway/services/auth/graph.py", "from hallway.services.auth.users import repository"),
    ("hallway/services/auth/service.py", "import starlette"),
    ("hallway/services/chat/api.py", "from hallway.services.chat import service"),
    ("hallway/services/chat/facts.py", "from hallway.services.chat.rooms import repository"),
    ("hallway/services/chat/graph.py", "from hallway.services.chat import messages"),
    ("hallway/services/chat/graph.py", "from hallway.services.chat.messages import repository"),
    ("hallway/services/chat/messages/repository.py", "from hallway.services.chat.messages import service"),
    ("hallway/services/chat/messages/service.py", "import asyncpg"),
    ("hallway/services/chat/policy.py", "from hallway.services.events.lifecycle import repository"),
    ("hallway/services/chat/reactions.py", "from hallway.services.chat import policy"),
    ("hallway/services/chat/rooms/a_module_without_a_place.py", "import redis"),
    ("hallway/services/chat/service.py", "from hallway.services.video import api as above"),
    ("hallway/services/chat/sockets.py", "import picosio"),
    ("hallway/services/events/a_module_no_rule_names.py", ""),
    ("hallway/services/events/lifecycle/repository.py", "from hallway.services.events.lifecycle import service"),
    ("hallway/services/events/agenda/versions/bulk.py", "from hallway.services.events.agenda import service"),
    ("hallway/services/chat/messages/repository.py", "from hallway.services.chat.messages import notify"),
    ("hallway/services/events/service.py", "from hallway.services.profiles import api as above"),
    ("hallway/services/notifications/reactions.py", "from hallway.services.notifications import service"),
    ("hallway/services/video/api.py", "import asyncpg"),
    ("hallway/services/video/graph.py", "import graphql"),
    ("picosio/protocol/packets.py", "from hallway.kernel import ids"),
    ("quickgraph/request/limits.py", "import picosio"),
)
"""One forbidden import of every kind (and a module that no rule names), by the file it is written into."""


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    ignored = shutil.ignore_patterns("__pycache__", "*.npz", "*.gz")
    for package in ("hallway", "picosio", "quickgraph"):
        shutil.copytree(SERVER / package, tmp_path / package, ignore=ignored)
    shutil.copy(SERVER / "pyproject.toml", tmp_path)
    return tmp_path


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [str(BIN / "lint-imports"), "--no-cache", "--config", "pyproject.toml"]
    env = {**os.environ, "PYTHONPATH": str(folder)}
    return subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, timeout=120, check=False)


@pytest.mark.timeout(300)
def test_the_import_rules_hold_and_bite(copy: Path) -> None:
    clean = lint(copy)
    assert clean.returncode == 0, clean.stdout
    unseen: list[str] = []
    for name, line in FORBIDDEN:
        path = copy / name
        text = path.read_text() if path.exists() else ""
        assert text or "a_module" in name, f"{name} is gone: choose another file for this kind"
        path.write_text(f"{text}\n\n{line}\n")
        if lint(copy).returncode == 0:
            unseen.append(f"{name}: {line}")
        path.write_text(text) if text else path.unlink()
    assert not unseen


@pytest.mark.timeout(300)
def test_an_argument_renamed_in_a_service_is_a_type_error(copy: Path) -> None:
    """A service inherits its Protocol: a call that would work in one process and break between two does not pass."""
    path = next((copy / "hallway/services/chat").rglob("messages/service.py"))
    text = path.read_text()
    renamed = re.sub(r"(async def history\([^)]*?)\bbefore\b", r"\1until", text, flags=re.DOTALL)
    assert renamed != text
    path.write_text(renamed)
    env = {**os.environ, "PYRIGHT_PYTHON_GLOBAL_NODE": "1", "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}"}
    found = subprocess.run(
        [str(BIN / "pyright"), "--pythonpath", sys.executable, "--outputjson", str(path)],
        cwd=copy, env=env, capture_output=True, text=True, timeout=240, check=False,
    )  # fmt: skip
    faults = [fault["message"] for fault in msgspec.json.decode(found.stdout)["generalDiagnostics"]]
    assert any("before" in fault and "until" in fault for fault in faults), faults


def modules(*folders: Path) -> Iterator[tuple[Path, ast.Module]]:
    """Every Python module below these folders, parsed."""
    for folder in folders:
        for path in sorted(folder.rglob("*.py")):
            yield path.relative_to(SERVER), ast.parse(path.read_text())


def texts(tree: ast.Module) -> Iterator[str]:
    """Every string of a module that is not a docstring."""
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    parents = [node for node in ast.walk(tree) if isinstance(node, documented)]
    prose = {id(node.value) for parent in parents for node in parent.body if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in prose:
            yield node.value


def test_sql_is_in_repositories_only() -> None:
    found = [
        f"{path}: {text.strip()[:60]}"
        for path, tree in modules(SERVICES)
        if path.name not in SQL_FILES
        for text in texts(tree)
        if SQL.match(text)
    ]
    assert not found


def test_functions_are_short_enough_to_hold_in_the_head() -> None:
    long = [
        f"{path}:{node.lineno} {node.name}: {node.end_lineno - node.lineno + 1} lines"
        for path, tree in modules(*(SERVER / name for name in ("hallway", "picosio", "quickgraph")))
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.end_lineno
        and node.end_lineno - node.lineno >= LONGEST_FUNCTION
    ]
    assert not long


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.name)
def test_every_method_of_an_api_is_implemented(part: Part[Any, Any]) -> None:
    """A Protocol's own body would answer None."""
    pairs = [(part.api, part.service), *([(part.demo_api, part.demo_service)] if part.demo_api else [])]
    for api, implementation in pairs:
        promised = {name for kind in api.__mro__ for name in vars(kind) if not name.startswith("_")}
        assert promised
        missing = [name for name in promised if _owner(implementation, name) in api.__mro__]
        assert not missing


def _owner(kind: Any, name: str) -> type | None:
    return next((one for one in kind.__mro__ if name in vars(one)), None)


def test_every_fact_has_a_reader() -> None:
    """What nobody reads costs a row and an entry of a stream each time."""
    recorded = {fact_name(kind) for kind in Fact.__subclasses__() if kind.__module__.startswith("hallway.")}
    read = {name for part in PARTS if part.reactions for name in part.reactions.table}
    assert recorded - read == UNREAD_FACTS
    assert read <= recorded


def test_every_push_is_heard_by_a_page() -> None:
    pushes = msgspec.json.decode((ROOT / "contract" / "sockets.json").read_bytes())["pushes"]
    sources = [path for path in (ROOT / "web" / "src").rglob("*.ts*") if "gen" not in path.parts]
    code = "\n".join(path.read_text() for path in sources)
    assert [name for name in pushes if f'"{name}"' not in code] == []


def test_messages_are_called_by_one_rule() -> None:
    contract = msgspec.json.decode((ROOT / "contract" / "sockets.json").read_bytes())
    names = [*contract["pushes"], *contract["requests"]]
    fields = [field for kind in contract["components"].values() for field in kind.get("properties", {})]
    assert [name for name in names if not re.fullmatch(r"[a-z]+(\.[a-z]+(_[a-z]+)*)?", name)] == []
    assert [field for field in fields if not re.fullmatch(r"[a-z]+([A-Z][a-z]*)*", field)] == []


def test_every_service_has_the_same_file_names() -> None:
    """What a stranger has learned in one service is true in all of them."""
    at_top = {"__init__.py", "api.py", "values.py", "schedule.py", "demo_api.py", "facts.py", "pushes.py"}
    at_top |= {"graph.py", "sockets.py", "reactions.py", "policy.py", "service.py", "schema.graphql", "migrations"}
    for folder in (path for path in SERVICES.iterdir() if path.is_dir() and path.name != "__pycache__"):
        names = {path.name for path in folder.iterdir()} - {"__pycache__"}
        subjects = {name for name in names if (folder / name / "__init__.py").exists()}
        assert {"__init__.py", "api.py", "service.py", "policy.py", "graph.py", "schema.graphql", "migrations"} <= names
        assert names - subjects <= at_top
        assert subjects
