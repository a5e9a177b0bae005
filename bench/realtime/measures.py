"""What is measured in a room, how large, and which servers take part."""

from __future__ import annotations

import sys
from dataclasses import dataclass, replace

from tools import HERE

NODE, NEST, OURS = "socket.io", "NestJS", "picosio"


@dataclass(frozen=True)
class Measure:
    """One run of the client `room` against one server, freshly started."""

    name: str
    about: str
    mode: str
    clients: int
    options: tuple[tuple[str, float], ...] = ()
    processes: int = 1
    servers: tuple[str, ...] = (NODE, NEST, OURS)
    within: float = 400

    def words(self) -> list[object]:
        """The arguments of the client."""
        given = [word for name, value in self.options for word in (f"--{name}", value)]
        return [self.mode, "--clients", self.clients, *given]

    def quick(self) -> Measure:
        """A fifth of the clients, and less time: to see that everything works, not to quote."""
        shorter = {"seconds": 2.0, "settle": 1.0}
        options = tuple((name, shorter.get(name, value)) for name, value in self.options)
        return replace(self, clients=self.clients // 5, options=options)


MEASURES = (
    Measure("flight8", "1,000 in a room, eight messages in flight", "closed", 1000, (("flight", 8), ("seconds", 6))),
    Measure("flight1", "1,000 in a room, one message in flight", "closed", 1000, (("flight", 1), ("seconds", 6))),
    Measure("paced", "1,000 in a room, 20 messages a second", "paced", 1000, (("rate", 20), ("seconds", 10))),
    Measure("paced5000", "5,000 in a room, 20 messages a second", "paced", 5000, (("rate", 20), ("seconds", 10))),
    Measure("storm", "5,000 connect, rest, are dropped, come back", "storm", 5000, (("window", 100), ("settle", 8))),
    Measure(
        "cluster8",
        "two processes and Valkey: 1,000 in a room, eight in flight",
        "closed",
        1000,
        (("flight", 8), ("seconds", 6)),
        processes=2,
        servers=(NODE, OURS),
    ),
    Measure(
        "cluster16",
        "two processes and Valkey: 1,000 in a room, eight in flight at each",
        "closed",
        1000,
        (("flight", 16), ("seconds", 6)),
        processes=2,
        servers=(NODE, OURS),
    ),
    Measure(
        "clusterpaced",
        "two processes and Valkey: 1,000 in a room, 20 messages a second",
        "paced",
        1000,
        (("rate", 20), ("seconds", 10)),
        processes=2,
        servers=(NODE, OURS),
    ),
)


def command(server: str, port: int, redis_url: str | None) -> list[str]:
    """How a server is started; with `redis_url` it is one of several processes."""
    programs = {
        NODE: ["node", str(HERE / "node" / "socketio.js")],
        NEST: ["node", str(HERE / "node" / "nest.js")],
        OURS: [sys.executable, str(HERE / "picosio_app.py")],
    }
    return [*programs[server], str(port), *([redis_url] if redis_url else [])]
