"""The `hallway` command, and the only place that reads the environment."""

import os
import sys
from argparse import ArgumentParser
from typing import Final, NoReturn

# Before numpy is imported: its products here are small, and one thread each is faster than waking the other cores,
# which have requests to answer (measured: 11 ms a phrase instead of 56 on a busy machine).
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import uvloop

from hallway.commands import contract, demo, import_schedule, migrate, role, serve
from hallway.kernel import logging
from hallway.kernel.errors import OperatorError, Problem

COMMANDS: Final = {
    "serve": serve,
    "migrate": migrate,
    "import": import_schedule,
    "role": role,
    "demo": demo,
    "contract": contract,
}
"""To add one: a module in hallway/commands, and a word here."""


def main() -> NoReturn:
    """Run one command; what stops it is printed as a sentence, without a stack trace."""
    parser = ArgumentParser(prog="hallway", description="A self-hosted platform for live tech events.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="command")
    for name, command in COMMANDS.items():
        about = (command.__doc__ or "").strip()
        command.arguments(commands.add_parser(name, help=about, description=about))
    given = parser.parse_args()
    logging.set_up(pretty=sys.stderr.isatty(), level=os.environ.get("HALLWAY_LOG_LEVEL", "INFO"))
    try:
        sys.exit(uvloop.run(COMMANDS[given.command].run(given, os.environ)))
    except (OperatorError, Problem) as error:
        sys.exit(f"hallway: {error}")


if __name__ == "__main__":
    main()
