"""Requests that mean harm, what each costs the gateway, and what honest traffic beside them feels."""

import json
import statistics
from collections.abc import Callable, Mapping, Sequence
from itertools import count
from typing import Final, NamedTuple

from contenders import Server
from installation import SLUG, request
from load import Load, Sender

CPU_MS, MEMORY_MB, SHIFT = 50.0, 10.0, 1.2
"""What one hostile request may cost, and how many times longer the honest p99 may become."""
PER_SECOND: Final = 10
"""Hostile requests: 600 a minute, as many as the gateway's limit lets one address send."""
REPEATS: Final = 20
_numbers = count(1)

Kind = Callable[[int], bytes]


def _query(text: str, variables: object = None) -> bytes:
    return json.dumps({"query": text, "variables": variables}).encode()


def _nested(number: int) -> bytes:
    return _query(f"query Q{number} {{ " + "a { " * 5_000 + "id" + " }" * 5_001)


def _deep(number: int) -> bytes:
    return _query(f'query Q{number} {{ event(slug: "x") ' + "{ host " * 60 + "{ id }" + " }" * 60 + " }")


def _wide(number: int) -> bytes:
    return _query(f"query Q{number} {{ events {{ " + "id name slug kind " * 5_000 + "} }")


def _aliased(number: int) -> bytes:
    return _query(f"query Q{number} {{ " + " ".join(f"a{i}: events {{ id name }}" for i in range(2_000)) + " }")


def _overlapping(number: int) -> bytes:
    return _query(f"query Q{number} {{ events {{ " + " ".join(f"a: {f}" for f in ["id"] * 450) + " } }")


def _huge(number: int) -> bytes:
    return _query(f"query Q{number} {{ events {{ id }} }}" + " " * 2_000_000)


def _cycle(number: int) -> bytes:
    ring = " ".join(f"fragment F{i} on Event {{ id ...F{(i + 1) % 60} }}" for i in range(60))
    return _query(f"query Q{number} {{ events {{ ...F0 }} }} {ring}")


def _self_cycle(number: int) -> bytes:
    return _query(f"query Q{number} {{ events {{ ...F }} }} fragment F on Event {{ host {{ id }} ...F ...F ...F }}")


def _bomb(number: int) -> bytes:
    steps = " ".join(f"fragment F{i} on Event {{ ...F{i + 1} ...F{i + 1} }}" for i in range(40))
    return _query(f"query Q{number} {{ events {{ ...F0 }} }} {steps} fragment F40 on Event {{ id }}")


def _many_fragments(number: int) -> bytes:
    some = " ".join(f"fragment F{i} on Event {{ id }}" for i in range(300))
    return _query(f"query Q{number} {{ events {{ " + " ".join(f"...F{i}" for i in range(300)) + f" }} }} {some}")


def _directives(number: int) -> bytes:
    return _query(f"query Q{number} {{ events {{ id " + "@include(if: true) " * 1_000 + "} }")


def _operations(number: int) -> bytes:
    return _query(" ".join(f"query Q{number}x{i} {{ events {{ id }} }}" for i in range(400)))


def _introspection(number: int) -> bytes:
    inner = "name fields { name type { " * 8 + "name" + " } }" * 8
    return _query(f"query Q{number} {{ __schema {{ types {{ {inner} }} }} }}")


def _literal(number: int) -> bytes:
    return _query(f"query Q{number} {{ event(slug: " + "[" * 900 + "]" * 900 + ") { id } }")


def _unknown(number: int) -> bytes:
    return _query(f"query Q{number} {{ " + " ".join(f"evnts{i}" for i in range(19)) + " }")


def _variables(number: int) -> bytes:
    return _query(f"query Q{number}($slug: String!) {{ event(slug: $slug) {{ id }} }}", {"slug": [0] * 60_000})


def _nested_json(number: int) -> bytes:
    return b'{"query":"query Q%d { events { id } }","variables":{"a":' % number + b"[" * 50_000 + b"]" * 50_000 + b"}}"


def _batch(number: int) -> bytes:
    one = _query(f"query Q{number} {{ events {{ id }} }}")
    return b"[" + b",".join([one] * 1_000) + b"]"


def _comments(number: int) -> bytes:
    return _query(f"query Q{number} {{ events {{ id }} }}" + "#\n" * 60_000)


def _text(number: int) -> bytes:
    return _query(f'query Q{number} {{ event(slug: "' + "x" * 200_000 + '") { id } }')


def _heavy(number: int) -> bytes:
    agenda = "agenda { sessions { id title abstract startsAt endsAt } speakers { id name bio } }"
    return _query(
        f"query Q{number} {{ " + " ".join(f'a{i}: event(slug: "{SLUG}") {{ {agenda} }}' for i in range(19)) + " }"
    )


KINDS: Final[Mapping[str, Kind]] = {
    "braces 5,000 deep": _nested,
    "fields 60 deep": _deep,
    "20,000 fields in one place": _wide,
    "2,000 aliases": _aliased,
    "450 times the same alias": _overlapping,
    "2 MB of spaces": _huge,
    "a ring of 60 fragments": _cycle,
    "a fragment in itself": _self_cycle,
    "fragments that double 40 times": _bomb,
    "300 fragments": _many_fragments,
    "1,000 directives": _directives,
    "400 operations": _operations,
    "deep introspection": _introspection,
    "a list 900 deep": _literal,
    "19 unknown fields": _unknown,
    "60,000 values as a variable": _variables,
    "JSON 50,000 deep": _nested_json,
    "a batch of 1,000": _batch,
    "60,000 comments": _comments,
    "a text of 200 kB": _text,
    "the agenda 19 times": _heavy,
}


class Cost(NamedTuple):
    """Of one kind: processor time of the median request and of the worst, the most memory at any moment above what was
    used before the first of them, the statuses they were answered with, and whether one was answered with data."""

    cpu_ms: float
    slowest_cpu_ms: float
    memory_mb: float
    statuses: list[int]
    obeyed: bool


def cost_of(server: Server, kind: Kind, repeats: int) -> Cost:
    """Every request differs from all before it, so that nothing is answered from a cache."""
    requests = [request(kind(next(_numbers))) for _ in range(repeats)]
    statuses: set[int] = set()
    obeyed = False
    times: list[float] = []
    server.ask(request(kind(next(_numbers))))  # what is loaded once
    before = server.forget_peak()
    for one in requests:
        start = server.cpu()
        status, body = server.ask(one)
        times.append((server.cpu() - start) * 1000)
        statuses.add(status)
        obeyed = obeyed or b'"error' not in body[:2_000]
    return Cost(statistics.median(times), max(times), max(server.peak() - before, 0) / 1e6, sorted(statuses), obeyed)


class Mix(NamedTuple):
    """Honest traffic alone and beside hostile requests, one round."""

    alone: Load
    beside: Load


def mixed(server: Server, sender: Sender, honest: list[bytes], rate: float, connections: int, seconds: float) -> Mix:
    """Honest requests at `rate` per second, first alone, then with PER_SECOND hostile ones of all kinds."""
    files = sender.files(honest)

    def run() -> Load:
        return sender.finish(sender.start(server.port, files, connections, seconds, warmup=0.5, rate=rate, status=200))

    alone = run()
    every = sender.files([request(kind(next(_numbers))) for _ in range(10) for kind in KINDS.values()])
    attack = sender.start(server.port, every, 8, seconds + 1, rate=PER_SECOND)
    beside = run()
    sender.finish(attack)
    return Mix(alone, beside)


def honest_requests(session_ids: Sequence[str], documents: Mapping[str, str]) -> list[bytes]:
    """Small questions that pages ask: what events there are, and one session."""
    sessions = [json.dumps({"query": documents["SessionDetail"], "variables": {"id": id}}) for id in session_ids[:9]]
    cards = json.dumps({"query": documents["EventCards"], "variables": {}})
    return [request(body.encode()) for body in (cards, *sessions)]
