"""quickgraph's import rules hold, and they bite: each import against an arrow, written into a copy, breaks its rule."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

SERVER = Path(__file__).resolve().parents[2]
TYPE_CHECKING = "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    "
FORBIDDEN = {
    "quickgraph-layers": [
        ("quickgraph/schema/names.py", "from quickgraph.request import limits"),
        ("quickgraph/schema/bindings.py", TYPE_CHECKING + "from quickgraph.plan import plan"),
        ("quickgraph/request/documents.py", "from quickgraph.plan.operation import Operation"),
        ("quickgraph/plan/planner.py", "from quickgraph.execute import gather"),
        ("quickgraph/execute/engine.py", "from quickgraph import http"),
        ("quickgraph/subscriptions.py", "import graphql"),  # in no layer
    ],
    "quickgraph-circles": [
        ("quickgraph/schema/names.py", "from quickgraph.schema import arguments"),
        ("quickgraph/request/limits.py", TYPE_CHECKING + "from quickgraph.request import size"),
        ("quickgraph/plan/plan.py", "from quickgraph.plan.planner import Planner"),
        ("quickgraph/execute/slow_path.py", "from quickgraph.execute import engine"),
    ],
    "quickgraph-inside": [
        ("quickgraph/execute/reference.py", "from quickgraph import Engine"),
        ("quickgraph/schema/check.py", "import quickgraph.schema"),
    ],
    "quickgraph-face": [("hallway/gateway/graphql.py", "from quickgraph.request import limits")],
}


def lint(folder: Path, rule: str) -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache", "--contract", rule]
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
@pytest.mark.parametrize("rule", FORBIDDEN)
def test_the_rules_hold_and_bite(copy: Path, rule: str) -> None:
    clean = lint(copy, rule)
    assert "1 kept, 0 broken" in clean.stdout, clean.stdout + clean.stderr
    unseen: list[str] = []
    for name, line in FORBIDDEN[rule]:
        path = copy / name
        text = path.read_text() if path.exists() else None
        path.write_text(f"{text or ''}\n\n{line}\n")
        if "0 kept, 1 broken" not in lint(copy, rule).stdout:
            unseen.append(f"{name}: {line}")
        if text is None:
            path.unlink()
        else:
            path.write_text(text)
    assert not unseen
