"""`make run` and its kin: install what is pinned, build the web, start. See `make help`.

Standard library only, and nothing newer than Python 3.8 (see steps.py).
"""

from __future__ import annotations

import fcntl
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from types import FrameType
from urllib.parse import urlsplit

from npm_lock import complete
from steps import LOGS, PYTHON, ROOT, STATE, Trouble, alone, digest, mine, room, run, step

SERVER, WEB, MESSAGES = ROOT / "server", ROOT / "web", ROOT / "messages"
VENV, GRAPHIQL = STATE / "venv", ROOT / "tools" / "graphiql"
NODE_OLDEST, LOCKED = "20.9", ("package.json", "package-lock.json", ".npmrc")
BUILT_FROM = ("src", "public", "scripts", "package.json", "tsconfig.json", "next.config.ts", "postcss.config.mjs")
LOCKS = {"requirements.txt": "server", "requirements-dev.txt": "tests", "requirements-model.txt": "language model"}
BASE = getattr(sys, "_base_executable", sys.executable)  # also when called from within the environment we replace
PIP = ("-m", "pip", "install", "--disable-pip-version-check", "--no-input", "--quiet", "--require-hashes")


def main(words: list[str]) -> int:
    """Run one of the commands below; 0 if all is well."""
    signal.signal(signal.SIGTERM, ended)
    commands = {
        "run": start,
        "setup": prepare,
        "dev": develop,
        "dev-setup": prepare_dev,
        "check-setup": prepare_checks,
        "clean": clean,
        "reset": reset,
        "lock": lock,
    }
    try:
        commands[words[0]]()
    except Trouble as trouble:
        print(f"\n  {trouble}\n", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\n  Stopped. What was finished is kept; the next start goes on from there.", file=sys.stderr)
        return 130
    return 0


def ended(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def prepare() -> None:
    """All that `make run` needs: Python packages, Node packages, the built web."""
    prepare_python("requirements.txt", "requirements-model.txt")
    prepare_web()


def prepare_dev() -> None:
    """The same, and what the tests and checks need."""
    prepare_python(*LOCKS)
    prepare_web()


def prepare_checks() -> None:
    """What `make check` needs: all packages, nothing built."""
    prepare_python(*LOCKS)
    prepare_packages()


def prepare_python(*locks: str) -> None:
    """A virtual environment with exactly the packages of the lock files, each checked against its hash."""
    if sys.version_info < (3, 11):  # noqa: UP036  (this file is what tells an older one)
        raise Trouble(
            f"Python 3.11 or newer is needed; this is {sys.version.split()[0]} ({sys.executable}).\n"
            "  Install one (https://www.python.org/downloads/) and say which:  make run PYTHON=python3.12"
        )
    with alone():
        mine(VENV, LOGS)
        made = f"{sys.version} {os.path.realpath(BASE)} {ROOT}"  # a moved folder breaks an environment
        step("Virtual environment", VENV / ".made", made, make_venv)
        for name in locks:
            options = ("--no-deps",) if "model" in name else ()
            argv = [str(PYTHON), *PIP, *options, "-r", str(SERVER / name)]
            what = f"Python packages ({LOCKS[name]})"
            step(what, VENV / f".{name}", digest([SERVER / name]), partial(run, what, argv))


def make_venv() -> None:
    room(3)
    if not find_spec("ensurepip"):  # Debian and Ubuntu ship it apart
        package = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
        raise Trouble(
            f"This Python cannot make virtual environments. On Debian or Ubuntu:  sudo apt-get install {package}"
        )
    shutil.rmtree(VENV, ignore_errors=True)
    run("Virtual environment", [BASE, "-m", "venv", str(VENV)])


def prepare_packages(what: str = "Node packages", folder: Path = WEB, *options: str) -> str:
    """The Node packages of the folder's lock file; gives the hash of what they are made from."""
    with alone():
        modules = folder / "node_modules"
        mine(modules)
        inputs = digest([folder / name for name in LOCKED], f"node {node_version()[0]}")
        argv = ["npm", "ci", *options, "--no-audit", "--no-fund", "--loglevel=error"]
        step(what, modules / ".hallway", inputs, partial(run, what, argv, folder, web_env()))
        return inputs


def prepare_web() -> None:
    """The web, built from what is in its folder now."""
    packages = prepare_packages()
    with alone():
        built = WEB / ".next"
        mine(built, WEB / ".next-previous")
        inputs = digest([MESSAGES, *(WEB / name for name in BUILT_FROM)], packages)
        argv = ["npm", "run", "--silent", "build"]
        step("Web", built / "standalone" / ".hallway", inputs, partial(run, "Web", argv, WEB, web_env()))


def web_env() -> dict[str, str]:
    """Our environment without what would change the outcome: "production" would leave out what the build needs."""
    own = {"PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD": "1", "NEXT_TELEMETRY_DISABLED": "1"}
    return {name: value for name, value in {**os.environ, **own}.items() if name != "NODE_ENV"}


def node_version() -> tuple[int, int]:
    """The version of Node.js on this machine, if it is new enough and npm is there."""
    how = "https://nodejs.org/en/download (Debian 13, Ubuntu 25.04 or newer: sudo apt-get install nodejs npm)"
    if not shutil.which("node"):
        raise Trouble(f"Node.js {NODE_OLDEST} or newer is needed and there is none:  {how}")
    text = subprocess.run(["node", "--version"], stdout=subprocess.PIPE, text=True, check=False).stdout.strip()
    try:
        major, minor = (int(part) for part in text.lstrip("v").split(".")[:2])
    except ValueError:
        raise Trouble(f"`node --version` says {text!r}; is that Node.js?  {how}") from None
    if [major, minor] < [int(part) for part in NODE_OLDEST.split(".")]:
        raise Trouble(f"Node.js {NODE_OLDEST} or newer is needed; this is {text}:  {how}")
    if not shutil.which("npm"):
        raise Trouble("npm is needed (it comes with Node.js; on Debian and Ubuntu:  sudo apt-get install npm)")
    return major, minor


def start() -> None:
    """Everything, up to the line `Hallway is ready: …`."""
    port_is_free()
    prepare()
    env = server_env()
    # On a database of one's own the demo is there only when asked for; where others can come, its people would let
    # anybody in.
    if not env.get("DATABASE_URL") and (only_this_computer(env) or env.get("HALLWAY_DEMO_PUBLIC") == "1"):
        env.setdefault("HALLWAY_DEMO", "1")
    env.setdefault("HALLWAY_LOG_LEVEL", "WARNING")  # a person is looking: what went well needs no line of JSON
    os.chdir(ROOT)
    os.execve(PYTHON, [str(PYTHON), "-m", "hallway", "serve"], env)


def only_this_computer(env: Mapping[str, str]) -> bool:
    """Whether nobody else can come here, by the address to listen on and the one people see."""
    hosts = (env.get("HALLWAY_HOST") or "127.0.0.1", urlsplit(env.get("HALLWAY_PUBLIC_URL") or "//localhost").hostname)
    return all(host in ("localhost", "::1") or str(host).startswith("127.") for host in hosts)


def server_env() -> dict[str, str]:
    """The environment for `python -m hallway` from this folder."""
    return {**os.environ, "PYTHONPATH": str(SERVER), "PYTHONUNBUFFERED": "1"}


def port_is_free() -> None:
    """Better now than after the build."""
    text = os.environ.get("HALLWAY_PORT") or "3000"
    if not text.isascii() or not text.isdigit() or not 0 < int(text) < 65536:
        raise Trouble(f"HALLWAY_PORT is {text!r}; it must be a number from 1 to 65535.")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((os.environ.get("HALLWAY_HOST") or "127.0.0.1", int(text)))
        except PermissionError:
            raise Trouble(f"Port {text} needs root. Choose one above 1023:  HALLWAY_PORT=3001 make run") from None
        except OSError as error:
            raise Trouble(
                f"Port {text} is in use ({error.strerror}): perhaps Hallway runs already, see http://localhost:{text}\n"
                f"  Otherwise choose another:  HALLWAY_PORT={int(text) % 65535 + 1} make run"
            ) from None


def develop() -> None:
    """The server from source beside `next dev`, which reloads pages as they are edited; one Ctrl-C ends both."""
    port_is_free()
    prepare_python(*LOCKS)
    prepare_web()
    prepare_packages("GraphiQL", GRAPHIQL, "--omit=dev", "--ignore-scripts")
    port = int(os.environ.get("HALLWAY_PORT") or "3000")
    env = {**server_env(), "HALLWAY_DEV": "1", "HALLWAY_WEB_URL": f"http://127.0.0.1:{port + 100}"}
    env.setdefault("HALLWAY_DEMO", "1")
    pages_env = {**os.environ, "HALLWAY_INTERNAL_URL": f"http://127.0.0.1:{port}", "NEXT_TELEMETRY_DISABLED": "1"}
    next_dev = ["npx", "next", "dev", "--hostname", "127.0.0.1", "--port", str(port + 100)]
    serve = [str(PYTHON), "-m", "hallway", "serve"]
    both = [subprocess.Popen(next_dev, cwd=WEB, env=pages_env), subprocess.Popen(serve, cwd=ROOT, env=env)]
    try:
        while all(process.poll() is None for process in both):
            time.sleep(0.2)
    finally:
        for process in both:
            if process.poll() is None:
                process.terminate()
        for process in both:
            process.wait()


def clean() -> None:
    """Remove what was installed and built. The data stays."""
    built = (WEB / ".next", WEB / ".next-previous")
    for path in (VENV, LOGS, STATE / "reports", GRAPHIQL / "node_modules", WEB / "node_modules", *built):
        shutil.rmtree(path, ignore_errors=True)
    print("  Removed what was installed and built; the data in .hallway stays (make reset removes that).")


def reset() -> None:
    """Remove the data of the embedded shape, after asking."""
    if os.environ.get("YES") != "1" and (
        not sys.stdin.isatty() or input("  Remove all data in .hallway? Type yes: ") != "yes"
    ):
        raise Trouble("Nothing was removed. (Without a terminal:  make reset YES=1)")
    with (STATE / "lock").open("a") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Trouble("Hallway is running on this data. Stop it first.") from None
    for name in ("postgres", "postgres.new", "run", "files"):
        shutil.rmtree(STATE / name, ignore_errors=True)
    (STATE / "secret").unlink(missing_ok=True)
    print("  The data is gone; the next `make run` begins anew.")


def lock() -> None:
    """Resolve server/pyproject.toml (each lock file by the command in its own header) and each package.json again."""
    if not shutil.which("uv"):
        raise Trouble("Changing the locks needs uv (running does not):  https://docs.astral.sh/uv/")
    for path in (SERVER / name for name in ("requirements.txt", "requirements-dev.txt", "requirements-model.txt")):
        command = path.read_text().splitlines()[1].lstrip("# ").split()
        run(f"Lock {path.name}", command, SERVER)
    argv = ["npm", "install", "--package-lock-only", "--no-audit", "--no-fund"]
    for folder in (WEB, GRAPHIQL):
        run(f"Lock {folder.name}", argv, folder, web_env())
        complete(folder / "package-lock.json")


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parent))
    sys.exit(main(sys.argv[1:] or ["run"]))
