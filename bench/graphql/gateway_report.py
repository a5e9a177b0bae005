"""The gateway's results as JSON, Markdown, and lines of progress."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from hostile import CPU_MS, MEMORY_MB, SHIFT

Row = Mapping[str, Any]
STATES: Final = {
    "cold": "just started, Valkey empty: all at once",
    "cached": "as nobody, again and again",
    "signed in": "as somebody, again and again",
}


def line(row: Row) -> str:
    """One measurement, for people who wait."""
    refused = f", {row['refused']} refused" if row["refused"] else ""
    numbers = f"{row['rate']:,.1f} req/s, p99 {row['p99_ms']:,.1f} ms"
    return f"{row['page']}, {row['state']}, {row['connections']}: {numbers}{refused}"


def cost_line(name: str, cost: Row) -> str:
    """One kind of hostile request."""
    statuses = ", ".join(map(str, cost["statuses"]))
    return (
        f"{name}: {cost['cpu_ms']:.1f} ms (worst {cost['slowest_cpu_ms']:.1f}), {cost['memory_mb']:.1f} MB, {statuses}"
    )


def write(out: Path, found: Row, before: Row) -> list[Path]:
    """gateway.json and gateway.md in `out`; what was not measured now is kept from the file that is there."""
    out.mkdir(parents=True, exist_ok=True)
    paths = [out / "gateway.json", out / "gateway.md"]
    kept = json.loads(paths[0].read_text()) if paths[0].exists() else {}
    whole = {**kept, **found}
    paths[0].write_text(json.dumps(whole, indent=1) + "\n")
    parts: list[str] = []
    if "speed" in whole:
        parts.append(speed(whole["speed"], before.get("speed", [])))
    if "hostile" in whole:
        parts.append(harm(whole["hostile"]))
    paths[1].write_text("\n\n".join(parts) + "\n")
    return paths


def speed(rows: Sequence[Row], before: Sequence[Row]) -> str:
    """Requests per second and p99 by page, state and number of connections."""
    earlier = {(row["page"], row["state"], row["connections"]): row for row in before}
    connections = sorted({row["connections"] for row in rows})
    lines = [
        f"| req/s · p99 ms · CPU ms | {' | '.join(f'{n} connection' + 's' * (n > 1) for n in connections)} |",
        "|---" * (len(connections) + 1) + "|",
    ]
    for page, state in dict.fromkeys((row["page"], row["state"]) for row in rows):
        found = {row["connections"]: row for row in rows if (row["page"], row["state"]) == (page, state)}
        cells = [_cell(found[n], earlier.get((page, state, n))) for n in connections]
        lines.append(f"| {page}, {STATES[state]} | {' | '.join(cells)} |")
    most = max((row["rss_mb"] for row in rows if "rss_mb" in row), default=0.0)
    lines.append("\nCPU is that of Hallway's process for one answer; nothing is said of it where all ask at once.")
    lines.append(f"Memory of the process with the gateway and all six services after it: {most:.0f} MB.")
    return "\n".join(lines)


def _cell(row: Row, before: Row | None) -> str:
    ratio = f" ({row['rate'] / before['rate']:.1f}×)" if before and before["rate"] else ""
    refused = f", {row['refused']} refused" if row["refused"] else ""
    cpu = f" · {row['cpu_ms']:.1f}" if "cpu_ms" in row else ""
    return f"**{row['rate']:,.1f}**{ratio} · {row['p99_ms']:,.1f}{cpu}{refused}"


def harm(found: Row) -> str:
    """Hostile requests by kind, and honest traffic beside them."""
    lines = ["| hostile request | CPU ms, median / worst | most MB | answered | |", "|---|---|---|---|---|"]
    for name, cost in found["costs"].items():
        good = cost["slowest_cpu_ms"] < CPU_MS and cost["memory_mb"] < MEMORY_MB
        statuses = ", ".join(map(str, cost["statuses"])) + (" **with data**" if cost["obeyed"] else "")
        lines.append(
            f"| {name} | {cost['cpu_ms']:.1f} / {cost['slowest_cpu_ms']:.1f} | {cost['memory_mb']:.1f} | {statuses} |"
            f" {'within' if good else '**over**'} |"
        )
    ratio = found["beside_p99_ms"] / found["alone_p99_ms"]
    lines.append(
        f"\nHonest requests at {found['honest_rate']:,.0f} a second: p99 {found['alone_p99_ms']:.2f} ms alone, "
        f"{found['beside_p99_ms']:.2f} ms beside ten hostile ones a second of all kinds in turn ({ratio:.2f}×, "
        f"{'within' if ratio < SHIFT else '**over**'} {SHIFT}×); p50 {found['alone_p50_ms']:.2f} and "
        f"{found['beside_p50_ms']:.2f} ms."
    )
    return "\n".join(lines)
