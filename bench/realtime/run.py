"""Socket.IO servers side by side: Node's socket.io, NestJS's gateway, and picosio, in one run.

    .hallway/venv/bin/python bench/realtime/run.py [--quick] [--only NAME ...] [--rounds 3] [--out FOLDER]

Each server is pinned to one core and the load client (C, compiled here) to another. Servers take turns within a round,
so that what else the machine does hits all of them; the table gives medians. A run in which a client missed a message,
got one twice or in another order than its neighbours ends with an error instead of a number. Takes about 20 minutes,
with --quick 3. Writes realtime.json (every figure of every round), realtime.md and realtime.svg."""

from __future__ import annotations

import argparse
import json
import statistics
import sys
from contextlib import ExitStack
from pathlib import Path

from measures import MEASURES, NEST, NODE, OURS, Measure, command
from report import chart, table
from tools import (
    HERE,
    Figures,
    Trouble,
    build,
    cpu_seconds,
    free,
    install_node,
    machine,
    prepare,
    run_client,
    say,
    serving,
    valkey,
)

Rounds = dict[str, dict[str, list[Figures]]]


def measure(client: Path, what: Measure, server: str, port: int) -> Figures:
    """One run; gives the client's figures, and Valkey's share of a core when it takes part."""
    ports = [port + 1 + number for number in range(what.processes)]
    free([port, *ports])
    with ExitStack() as stack:
        redis_url, redis_pid = stack.enter_context(valkey(port)) if what.processes > 1 else (None, 0)
        pids = [stack.enter_context(serving(command(server, each, redis_url))) for each in ports]
        before = cpu_seconds(redis_pid) if redis_pid else 0.0
        where = ["--ports", ",".join(map(str, ports)), "--pids", ",".join(map(str, pids))]
        figures = run_client(client, *what.words(), *where, within=what.within)
        if redis_pid:
            figures["valkey_cpu_seconds"] = cpu_seconds(redis_pid) - before
        return figures


def self_test(client: Path, port: int) -> int:
    """Servers that lose, repeat, alter or reorder one message for one client: each must be found out, and only they."""
    missed: list[str] = []
    for fault in ("none", "lost", "twice", "altered", "order"):
        argv = ["node", str(HERE / "node" / "faulty.js"), str(port), fault]
        with serving(argv) as pid:
            where = ["--clients", 20, "--ports", port, "--pids", pid, "--seconds", 1, "--drain", 3]
            try:
                run_client(client, "paced", "--rate", 100, *where, within=60)
                found = ""
            except Trouble as trouble:
                found = str(trouble).splitlines()[-1]
        say(f"{fault:8} {found or 'every message was there'}")
        if bool(found) == (fault == "none"):
            missed.append(fault)
    print(f"\n  {'Not judged rightly: ' + ', '.join(missed) if missed else 'All were judged rightly.'}")
    return 1 if missed else 0


def shown(figures: Figures) -> str:
    """The figures of one run in a line."""
    parts = {
        "deliveries_per_cpu_second": "{:,.0f} deliveries/CPU s",
        "server_cpu": "server {:.0%}",
        "client_cpu": "client {:.0%} of a core",
        "p50_ms": "p50 {:.1f}",
        "p99_ms": "p99 {:.1f} ms",
        "connects_per_second": "{:,.0f} connects/s",
        "bytes_per_client": "{:,.0f} bytes/client",
        "back_seconds": "all back in {:.2f} s",
        "failures": "{:.0f} failures",
    }
    return ", ".join(form.format(figures[key]) for key, form in parts.items() if figures.get(key, -1) >= 0)


def medians(rounds: Rounds) -> dict[str, dict[str, Figures]]:
    """The median round of each figure."""
    return {
        name: {
            server: {key: statistics.median(figures[key] for figures in runs) for key in runs[0]}
            for server, runs in servers.items()
            if runs
        }
        for name, servers in rounds.items()
    }


def arguments() -> argparse.Namespace:
    names = [each.name for each in MEASURES]
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="a fifth of the clients, one round: to see that it works")
    parser.add_argument("--only", nargs="+", choices=names, metavar="MEASURE", help=f"of {', '.join(names)}")
    parser.add_argument("--servers", nargs="+", choices=[NODE, NEST, OURS], default=[NODE, NEST, OURS])
    parser.add_argument("--rounds", type=int, default=None, help="3, or 1 with --quick")
    parser.add_argument("--port", type=int, default=4710, help="the first of three free ports")
    parser.add_argument("--self-test", action="store_true", help="only see whether the client notices what goes wrong")
    parser.add_argument("--out", type=Path, default=HERE / "results", help="where the results go")
    return parser.parse_args()


def main() -> int:
    given = arguments()
    chosen = [each.quick() if given.quick else each for each in MEASURES if not given.only or each.name in given.only]
    rounds_wanted = given.rounds or (1 if given.quick else 3)
    prepare(max(each.clients for each in chosen) + 1000)
    install_node()
    client, where = build("room"), machine()
    if given.self_test:
        return self_test(client, given.port)
    rounds: Rounds = {each.name: {server: [] for server in given.servers if server in each.servers} for each in chosen}
    troubles: list[str] = []
    for number in range(rounds_wanted):
        for what in chosen:
            say(f"round {number + 1} of {rounds_wanted}: {what.about.replace('1,000', f'{what.clients:,}')}")
            for server in rounds[what.name]:
                try:
                    figures = measure(client, what, server, given.port)
                except Trouble as trouble:
                    troubles.append(f"{what.name}, {server}: {trouble}")
                    say(f"  {server:10} FAILED: {trouble}")
                    continue
                rounds[what.name][server].append(figures)
                say(f"  {server:10} {shown(figures)}")
    results = medians(rounds)
    given.out.mkdir(parents=True, exist_ok=True)
    everything = {"machine": where, "quick": given.quick, "medians": results, "rounds": rounds, "troubles": troubles}
    (given.out / "realtime.json").write_text(json.dumps(everything, indent=1) + "\n")
    (given.out / "realtime.md").write_text(table(results, where, rounds_wanted, given.quick))
    (given.out / "realtime.svg").write_text(chart(results))
    print(f"\n{table(results, where, rounds_wanted, given.quick)}\n  Written to {given.out}")
    return 1 if troubles else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except Trouble as trouble:
        sys.exit(f"\n  {trouble}")
    except KeyboardInterrupt:
        sys.exit(130)
