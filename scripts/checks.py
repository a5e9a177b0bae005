"""`make check`: every formatter, linter and type checker, one after the other; all of them, even if one fails."""

from __future__ import annotations

import os
import signal
import sys

from steps import PYTHON, ROOT, Trouble, run

SERVER, WEB = ROOT / "server", ROOT / "web"
VENV_BIN = PYTHON.parent
RUFF = [str(VENV_BIN / "ruff")]
SCRIPTS = ["--config", str(SERVER / "pyproject.toml"), str(ROOT / "scripts")]
MAY = ["--ignore=T20,S"]  # scripts talk to people and start programs; that is what they are for

CHECKS = (
    ("ruff format", [*RUFF, "format", "--check", "."], SERVER),
    ("ruff check", [*RUFF, "check", "."], SERVER),
    ("ruff format scripts", [*RUFF, "format", "--check", *SCRIPTS], ROOT),
    ("ruff check scripts", [*RUFF, "check", *MAY, *SCRIPTS], ROOT),
    ("commit messages", [str(PYTHON), "scripts/commits.py"], ROOT),
    ("pyright", [str(VENV_BIN / "pyright")], SERVER),
    ("import-linter", [str(VENV_BIN / "lint-imports")], SERVER),
    ("contract up to date", [str(PYTHON), "-m", "hallway", "contract", "--check"], SERVER),
    ("documents up to date", ["node", "scripts/graphql.mjs", "--check"], WEB),
    ("prettier", ["npm", "run", "--silent", "format:check"], WEB),
    ("eslint", ["npm", "run", "--silent", "lint"], WEB),
    ("tsc", ["npm", "run", "--silent", "typecheck"], WEB),
    ("what pages ship", ["node", "scripts/bundle.mjs", "--check"], WEB),
)


def main() -> int:
    """Run them; 0 if all agree."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    # The pyright of PyPI carries the checker itself; it is to run it on the Node.js that is here, and fetch nothing.
    env = {**os.environ, "PYRIGHT_PYTHON_GLOBAL_NODE": "1", "PYRIGHT_PYTHON_IGNORE_WARNINGS": "1"}
    env["PATH"] = os.pathsep.join((str(VENV_BIN), env.get("PATH", os.defpath)))
    failed: list[str] = []
    for name, argv, cwd in CHECKS:
        try:
            run(name, argv, cwd, env)
        except Trouble as trouble:
            failed.append(name)
            print(f"\n  {trouble}\n", flush=True)
    print(
        f"\n  {len(CHECKS) - len(failed)} of {len(CHECKS)} checks agree."
        + (f" Not: {', '.join(failed)}." if failed else "")
    )
    return 1 if failed else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
