"""How many connections there may be, and whose they are: an address's until somebody is signed in on them, then that
person's. Knows no HTTP; `bootstrap/listening.py` asks it."""

from collections.abc import MutableMapping
from ipaddress import IPv6Address
from typing import Any, Final, Protocol, cast
from uuid import UUID

import msgspec

from hallway.kernel.errors import Problem

KEY: Final = "hallway.connection"
"""Where an ASGI scope has the connection that the request came by."""
SILENT_SHARE: Final = 8
"""Of what an address may have, this part may be silent: 256 of 2,048, the browsers of forty people who are not signed
in, with six connections each."""


def network_of(address: str) -> str:
    """What an address is counted as: whoever has one IPv6 address has the 2**64 beside it."""
    if ":" not in address:
        return address
    ip = IPv6Address(address.partition("%")[0])
    return str(ip.ipv4_mapped or IPv6Address(int(ip) >> 64 << 64))


class Connection(Protocol):
    """What is counted."""

    def make_room(self) -> None:
        """Close it: it is silent, and others want to come in."""
        ...


class Holder(msgspec.Struct, eq=False):
    """One address, or one person."""

    count: int = 0
    silent: dict[Connection, None] = msgspec.field(default_factory=dict[Connection, None])
    """Those without a request under way, the longest silent first."""


class Connections:
    """All plain HTTP connections of a process. Above a holder's share, and above `most` of all, the one that has been
    silent for longest goes; where none is silent, nobody is let in."""

    def __init__(self, *, most: int, per_address: int, per_person: int) -> None:
        self.most = most
        self.refused = 0
        self.closed = 0
        self._per_address = max(1, min(per_address, most // 2))
        self._per_person = per_person
        self._holders: dict[str, Holder] = {}
        self._holder_of: dict[Connection, str] = {}
        self._silent: dict[Connection, None] = {}

    def __len__(self) -> int:
        return len(self._holder_of)

    def of(self, key: str) -> int:
        """How many an address or a person has."""
        holder = self._holders.get(key)
        return holder.count if holder else 0

    def enter(self, connection: Connection, address: str, others: int) -> bool:
        """A connection from an address, silent so far; whether it may stay. `others` are those of the process that are
        not counted here: WebSockets."""
        if len(self) + others >= self.most and not self._drop(self._silent):
            self.refused += 1
            return False
        return self._count(connection, address, self._per_address) and self.rest(connection)

    def rest(self, connection: Connection) -> bool:
        """No request is under way on it from now on; whether it may stay."""
        key = self._holder_of.get(connection)
        if not key:
            return key is not None
        holder = self._holders[key]
        holder.silent[connection] = self._silent[connection] = None
        if len(holder.silent) > self._share(key):
            self._drop(holder.silent)
        return connection in self._holder_of

    def work(self, connection: Connection) -> None:
        """A request is under way on it."""
        if key := self._holder_of.get(connection):
            self._holders[key].silent.pop(connection, None)
            self._silent.pop(connection, None)

    def sign_in(self, connection: Connection, person: str) -> bool:
        """Count it for a person, who is sending a request by it; whether they may have one more."""
        key = self._holder_of.get(connection)
        if not key or key == person:  # not counted at all, or as it should be
            return True
        self.leave(connection)
        if self._count(connection, person, self._per_person):
            return True
        self._count(connection, key, self.most)
        return False

    def exempt(self, connection: Connection) -> None:
        """It carries the requests of many, and comes from one of ours: it belongs to nobody."""
        if self._holder_of.get(connection):
            self.leave(connection)
            self._holder_of[connection] = ""

    def leave(self, connection: Connection) -> None:
        """It is closed, or something else than HTTP from now on."""
        key = self._holder_of.pop(connection, None)
        if key:
            holder = self._holders[key]
            holder.silent.pop(connection, None)
            self._silent.pop(connection, None)
            holder.count -= 1
            if not holder.count:
                del self._holders[key]

    def _count(self, connection: Connection, key: str, most: int) -> bool:
        holder = self._holders.get(key)
        if key and holder and holder.count >= most and not self._drop(holder.silent):
            self.refused += 1
            return False
        if key:
            self._holders.setdefault(key, Holder()).count += 1
        self._holder_of[connection] = key
        return True

    def _share(self, key: str) -> int:
        return self._per_person if key.startswith(PERSON) else max(1, self._per_address // SILENT_SHARE)

    def _drop(self, silent: dict[Connection, None]) -> bool:
        longest = next(iter(silent), None)
        if longest is None:
            return False
        self.closed += 1
        self.leave(longest)
        longest.make_room()
        return True


PERSON: Final = "person "


class Carrier(Protocol):
    """The connection of a request, as applications see it."""

    def sign_in(self, person: str) -> bool:
        """See `Connections.sign_in`."""
        ...

    def exempt(self) -> None:
        """See `Connections.exempt`."""
        ...


Scope = MutableMapping[str, Any]


def signed_in(scope: Scope, user_id: UUID | None) -> None:
    """This request is made by somebody who is signed in: its connection counts for them, no longer for the address.
    `too_many` if they have too many with requests under way."""
    carrier = cast(Carrier | None, scope.get(KEY))
    if user_id and carrier and not carrier.sign_in(f"{PERSON}{user_id}"):
        raise Problem("too_many", "tooManyAtOnce", retry_after=1)


def from_one_of_ours(scope: Scope) -> None:
    """This request comes from another process of Hallway's, which has proved that: its connection is not counted."""
    if carrier := cast(Carrier | None, scope.get(KEY)):
        carrier.exempt()
