"""Addresses of visitors: what counts as one of them, and how the gateway vouches for one to itself."""

import hmac
from collections.abc import Sequence
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import Final

VISITOR_SECONDS: Final = 60
"""How long a vouched address is good: a page asks for its data within seconds."""
LONGEST_VISITOR: Final = 200


def parsed(address: str) -> IPv4Address | IPv6Address | None:
    """The address, an IPv4 one that is written as IPv6 as what it is; None for what is none."""
    try:
        found = ip_address(address[:64].partition("%")[0])
    except ValueError:
        return None
    return found.ipv4_mapped or found if isinstance(found, IPv6Address) else found


def origin(address: str) -> str:
    """What counts as one address for rate limits: an IPv4 address, or an IPv6 network of 64 bits, all of whose
    addresses belong to one customer."""
    match parsed(address):
        case IPv4Address() as found:
            return str(found)
        case IPv6Address() as found:
            return found.exploded[:19]
        case None:
            return "unknown"


def vouched(address: str, key: bytes, now: float) -> str:
    """A header's value that says whose page is being made: the address, the time (seconds since 1970), and a
    signature of both."""
    said = f"{int(now)} {address}"
    return f"{said} {_signature(said, key)}"


def vouched_address(value: str, keys: Sequence[bytes], now: float) -> str | None:
    """The address in what `vouched` made with one of these keys, not long ago; else None."""
    said, _, signature = value.rpartition(" ") if len(value) <= LONGEST_VISITOR and value.isascii() else ("", "", "")
    time, _, address = said.partition(" ")
    if not time.isdigit() or not any(hmac.compare_digest(signature, _signature(said, key)) for key in keys):
        return None
    return address if abs(now - int(time)) <= VISITOR_SECONDS else None


def _signature(said: str, key: bytes) -> str:
    return hmac.digest(key, said.encode(), "sha256").hex()
