"""Where a Python process's time goes, by samples of its main thread: every millisecond of processor that it uses. Python
imports a module of this name at its start; it does something only with HALLWAY_SAMPLED=1, and says at SIGUSR1, on
stderr, which part of the code had how much since the last time."""

import os
import signal
import sys
from collections import Counter
from types import FrameType

EVERY = 0.001
_parts: Counter[str] = Counter()
_lines: Counter[str] = Counter()


def _short(frame: FrameType) -> str:
    path = frame.f_code.co_filename
    for root in ("site-packages/", "/server/", "/lib/python3"):
        path = path.rpartition(root)[2] if root in path else path
    return path


def _sample(_: int, frame: FrameType | None) -> None:
    if frame is None:
        return
    _parts[_short(frame)] += 1
    _lines[f"{_short(frame)}:{frame.f_code.co_qualname}"] += 1
    hallway, seen = frame, ""
    while hallway is not None:
        if "/hallway/" in hallway.f_code.co_filename or "/quickgraph/" in hallway.f_code.co_filename:
            seen = f"{_short(hallway)}:{hallway.f_code.co_qualname}"
            break
        hallway = hallway.f_back
    _parts[f"~ {seen or 'the server below'}"] += 1


def _tell(*_: object) -> None:
    total = sum(count for name, count in _parts.items() if not name.startswith("~ "))
    print("SAMPLES", file=sys.stderr)
    for title, chosen in (
        ("by file", {name: n for name, n in _parts.items() if not name.startswith("~ ")}),
        ("by function", dict(_lines)),
        (
            "by our innermost function, with what it calls in libraries",
            {k[2:]: n for k, n in _parts.items() if k[0] == "~"},
        ),
    ):
        print(f"\n  {title}", file=sys.stderr)
        for name, count in sorted(chosen.items(), key=lambda one: -one[1])[:40]:
            print(f"  {count / max(total, 1):>6.1%}  {name}", file=sys.stderr)
    sys.stderr.flush()
    _parts.clear()
    _lines.clear()


if os.environ.get("HALLWAY_SAMPLED"):
    signal.signal(signal.SIGPROF, _sample)
    signal.setitimer(signal.ITIMER_PROF, EVERY, EVERY)
    signal.signal(signal.SIGUSR1, _tell)
