"""Requests that Hallway makes because somebody gave it an address: a schedule by its URL.

Whoever gives the address must not reach through us what only this machine can reach, such as its own services or the
cloud's metadata. So only public addresses are asked, and the connection goes to the very address that was checked: a
name may have another one a moment later. HALLWAY_EGRESS_ALLOW names the hosts and networks that may be asked anyway."""

import asyncio
import re
import socket
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Final

import aiohttp
import msgspec
import structlog
from aiohttp.abc import AbstractResolver, ResolveResult
from yarl import URL

from hallway.kernel.errors import Problem
from hallway.kernel.settings import Settings

Address = IPv4Address | IPv6Address
Lookup = Callable[[str, int], Awaitable[Sequence[str]]]
"""All addresses of a host (name or literal), for a port."""

PORTS: Final = (80, 443)
"""Of public addresses. Other ports are what is administered with, and databases; allowed hosts may use any."""
MOST_REDIRECTS: Final = 5
REDIRECTS: Final = (301, 302, 303, 307, 308)
LONGEST_URL: Final = 2_000
HOST: Final = re.compile(r"[a-zA-Z0-9_.:-]+")
"""A name in ASCII, or a literal without a zone."""
# As IANA has registered: private, shared, loopback, link-local, documentation, benchmarks, multicast, reserved.
NOT_PUBLIC: Final = tuple(
    map(
        IPv4Network,
        (
            *("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12"),
            *("192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24"),
            *("203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4"),
        ),
    )
)
# Global unicast is 2000::/3, and of that not Teredo and its neighbours, documentation, nor 6to4: what carries an IPv4
# address inside is refused, but for NAT64, by which a network without IPv4 reaches the public one.
PUBLIC_6: Final = IPv6Network("2000::/3")
NOT_PUBLIC_6: Final = tuple(map(IPv6Network, ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20")))
NAT64: Final = IPv6Network("64:ff9b::/96")


class Fetched(msgspec.Struct, frozen=True):
    """What was answered, by the last address when there were redirects. `body` is decompressed."""

    url: str
    status: int
    content_type: str
    body: bytes


async def look_up(host: str, port: int) -> Sequence[str]:
    """Ask the system, which also knows numbers in odd spellings (0x7f.1)."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(info[4][0]) for info in found]


class Egress:
    """The way out. Every expected failure is a Problem that tells nothing of what is behind an address."""

    def __init__(self, settings: Settings, lookup: Lookup = look_up) -> None:
        self._lookup = lookup
        self._hosts, self._networks = _allowed(settings.egress_allow)

    async def fetch(self, url: str, *, max_bytes: int, seconds: float, accept: str = "*/*") -> Fetched:
        """GET the address, within `seconds` in all and with at most `max_bytes` of body. `invalid`: this address is not
        asked; `too_large`; `unavailable`: no answer to be had. Any status is an answer."""
        target = _parsed(url)
        try:
            async with asyncio.timeout(seconds):
                return await self._follow(target, max_bytes, accept)
        except TimeoutError:
            raise Problem("unavailable", "addressTooSlow", seconds=seconds) from None
        except (aiohttp.ClientError, OSError, ValueError) as error:  # ValueError: what idna and yarl make nothing of
            structlog.get_logger().info("cannot fetch", host=target.host, error=repr(error))
            raise Problem("unavailable", "addressUnreachable") from None

    async def _follow(self, target: URL, max_bytes: int, accept: str) -> Fetched:
        for _ in range(MOST_REDIRECTS + 1):
            async with self._asked(target, accept) as answer:
                location = answer.headers.get("Location")
                if answer.status not in REDIRECTS or not location:
                    content_type = answer.headers.get("Content-Type", "")
                    return Fetched(str(target), answer.status, content_type, await _body(answer, max_bytes))
            target = redirected(target, location)
        raise Problem("unavailable", "redirectsTooOften", limit=MOST_REDIRECTS)

    @asynccontextmanager
    async def _asked(self, target: URL, accept: str) -> AsyncGenerator[aiohttp.ClientResponse]:
        """One request by a session of its own, so that nothing is carried from one address to the next."""
        resolver = _Checked(await self._addresses(target))
        async with (
            aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(resolver=resolver, use_dns_cache=False, force_close=True),
                cookie_jar=aiohttp.DummyCookieJar(),
                timeout=aiohttp.ClientTimeout(total=None),
                headers={"Accept": accept, "User-Agent": "Hallway"},
                trust_env=False,
            ) as session,
            session.get(target, allow_redirects=False) as answer,
        ):
            yield answer

    async def _addresses(self, target: URL) -> list[Address]:
        """The addresses of the host, all of which may be asked; else a Problem."""
        host, port = target.raw_host or "", target.port or 0
        found = [ip_address(text) for text in dict.fromkeys(await self._lookup(host, port))]
        ours = host in self._hosts or all(self._is_allowed(address) for address in found)
        fine = ours or (port in PORTS and all(self._is_allowed(one) or is_public(one) for one in found))
        if not fine or not found:
            raise _forbidden()
        return found

    def _is_allowed(self, address: Address) -> bool:
        return any(address in network for network in self._networks)


class _Checked(AbstractResolver):
    """Answers with addresses that were checked, so that nobody is asked again and the answer stays the same."""

    def __init__(self, addresses: Sequence[Address]) -> None:
        self._addresses = addresses

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        return [
            ResolveResult(
                hostname=host,
                host=str(address),
                port=port,
                family=socket.AF_INET if address.version == 4 else socket.AF_INET6,
                proto=0,
                flags=socket.AI_NUMERICHOST | socket.AI_NUMERICSERV,
            )
            for address in self._addresses
        ]

    async def close(self) -> None:
        pass


def is_public(address: Address) -> bool:
    """Whether this is one host that everybody can reach."""
    if isinstance(address, IPv4Address):
        return not any(address in network for network in NOT_PUBLIC)
    if address in NAT64:
        return is_public(IPv4Address(address.packed[-4:]))
    return address in PUBLIC_6 and not any(address in network for network in NOT_PUBLIC_6)


def _allowed(entries: Sequence[str]) -> tuple[set[str], list[IPv4Network | IPv6Network]]:
    """The hosts and the networks of HALLWAY_EGRESS_ALLOW."""
    hosts, networks = set[str](), list[IPv4Network | IPv6Network]()
    for entry in entries:
        try:
            networks.append(ip_network(entry))
        except ValueError:
            hosts.add(entry.lower())
    return hosts, networks


def redirected(url: URL, location: str) -> URL:
    """Where `url` redirects to; a Problem when it may not be followed."""
    target = _parsed(str(url.join(URL(location))))
    if url.scheme == "https" and target.scheme == "http":
        raise Problem("unavailable", "redirectsToHttp")
    return target


def _parsed(text: str) -> URL:
    """The address without what is after `#`; a Problem unless it is http or https, without a name and password."""
    try:
        url = URL(text).with_fragment(None) if len(text) <= LONGEST_URL else URL()
        fine = url.scheme in ("http", "https") and HOST.fullmatch(url.raw_host or "") is not None
        fine = fine and bool(url.port) and url.user is None and url.password is None
    except ValueError:
        fine, url = False, URL()
    if not fine:
        raise Problem("invalid", "addressNotWeb")
    return url


async def _body(answer: aiohttp.ClientResponse, max_bytes: int) -> bytes:
    body = bytearray()
    async for chunk in answer.content.iter_any():
        body += chunk
        if len(body) > max_bytes:
            raise Problem("too_large", "addressTooLarge", megabytes=max_bytes / 1024**2)
    return bytes(body)


def _forbidden() -> Problem:
    return Problem("invalid", "addressNotPublic")
