"""The scripts behind the Makefile: what they say, what they skip, what they count."""

import os
import re
import socket
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT / "scripts"))

import npm_lock  # noqa: E402
import steps  # noqa: E402


def setup(*words: str, **env: str) -> subprocess.CompletedProcess[str]:
    argv = [sys.executable, str(ROOT / "scripts" / "setup.py"), *words]
    return subprocess.run(argv, env={**os.environ, **env}, capture_output=True, text=True, timeout=30, check=False)


def test_a_port_in_use_is_told_before_anything_is_built() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = setup("run", HALLWAY_PORT=str(port))
    assert done.returncode == 1
    assert f"Port {port} is in use" in done.stderr
    assert f"HALLWAY_PORT={port + 1} make run" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("port", ["web", "0", "70000", "-1", "٣٠٠٠"])
def test_a_port_that_is_none(port: str) -> None:
    done = setup("run", HALLWAY_PORT=port)
    assert done.returncode == 1
    assert "must be a number from 1 to 65535" in done.stderr


def test_no_node_is_a_sentence(tmp_path: Path) -> None:
    program = "import setup; setup.node_version()"
    done = subprocess.run(
        [sys.executable, "-c", f"import sys; sys.path.insert(0, {str(ROOT / 'scripts')!r}); {program}"],
        env={"PATH": str(tmp_path)}, capture_output=True, text=True, timeout=30, check=False,
    )  # fmt: skip
    assert "Node.js 20.9 or newer is needed and there is none:  https://nodejs.org" in done.stderr


@pytest.mark.parametrize(
    ("said", "fine"), [("v20.8.1", False), ("v18.0.0", False), ("hello", False), ("v20.9.0", True)]
)
def test_node_must_be_new_enough(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said: str, fine: bool) -> None:
    import_setup = __import__("setup")
    for name in ("node", "npm"):
        (tmp_path / name).write_text(f"#!/bin/sh\necho {said}\n")
        (tmp_path / name).chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    if fine:
        assert import_setup.node_version() == (20, 9)
    else:
        with pytest.raises(steps.Trouble, match=re.escape(said)):
            import_setup.node_version()


def test_a_step_is_done_once_and_again_when_its_inputs_change(tmp_path: Path) -> None:
    done: list[str] = []
    stamp = tmp_path / "made" / ".stamp"
    for inputs in ("one", "one", "two", "two", "one"):
        steps.step("step", stamp, inputs, lambda inputs=inputs: done.append(inputs))
    assert done == ["one", "two", "one"]


def test_a_step_that_breaks_off_is_done_again(tmp_path: Path) -> None:
    stamp, done = tmp_path / ".stamp", []

    def breaks() -> None:
        raise KeyboardInterrupt

    steps.step("step", stamp, "one", lambda: done.append(1))
    with pytest.raises(KeyboardInterrupt):
        steps.step("step", stamp, "two", breaks)
    steps.step("step", stamp, "one", lambda: done.append(2))  # what the broken one left cannot be trusted
    assert done == [1, 2]


def test_a_failure_shows_the_cause_and_the_log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(steps, "ROOT", tmp_path)
    monkeypatch.setattr(steps, "LOGS", tmp_path / "logs")
    with pytest.raises(steps.Trouble, match=r"(?s)Packages failed. The disk is full.*No space left.*logs/packages.log"):
        steps.run("Packages", ["sh", "-c", "echo 'OSError: [Errno 28] No space left on device'; exit 1"], tmp_path)


def test_a_digest_sees_names_and_contents(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(steps, "ROOT", tmp_path)
    seen: set[str] = set()
    for name, text in (("a", "x"), ("a", "y"), ("b", "y")):
        folder = tmp_path / "src"
        folder.mkdir(exist_ok=True)
        for old in folder.iterdir():
            old.unlink()
        (folder / name).write_text(text)
        seen.add(steps.digest([folder, tmp_path / "missing"]))
    assert len(seen) == 3


def test_the_lock_of_the_web_names_every_platform(tmp_path: Path) -> None:
    lock = tmp_path / "package-lock.json"
    lock.write_text((ROOT / "web" / "package-lock.json").read_text())
    assert npm_lock.complete(lock) == [], "run scripts/npm_lock.py"


def test_help_explains_every_target() -> None:
    makefile = (ROOT / "Makefile").read_text()
    phony = re.search(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)
    assert phony
    env = {name: value for name, value in os.environ.items() if "MAKE" not in name}  # also when make runs this test
    said = subprocess.run(["make", "help"], cwd=ROOT, env=env, capture_output=True, text=True, check=True).stdout
    assert {line.split()[0] for line in said.splitlines()[1:]} == set(phony[1].split())
