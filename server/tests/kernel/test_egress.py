"""Only what is public or allowed is asked, at the address that was checked, and no answer is too slow or too large."""

import asyncio
import gzip
import ssl
import tracemalloc
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address, IPv6Address, ip_address
from pathlib import Path

import msgspec
import pytest
from aiohttp import web
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import given
from hypothesis import strategies as st
from yarl import URL

from hallway.kernel.egress import MOST_REDIRECTS, Egress, Fetched, Lookup, is_public, look_up, redirected
from hallway.kernel.errors import OperatorError, Problem, ProblemData
from hallway.kernel.settings import Settings

MB = 1024 * 1024


def egress(*allow: str, lookup: Lookup = look_up) -> Egress:
    settings = Settings(database_url="", redis_url="", secret="", service_urls={}, egress_allow=allow)
    return Egress(settings, lookup)


async def get(url: str, out: Egress | None = None, max_bytes: int = MB, seconds: float = 20) -> Fetched:
    return await (out or egress("127.0.0.1")).fetch(url, max_bytes=max_bytes, seconds=seconds)


async def refusal(url: str, out: Egress | None = None, max_bytes: int = MB, seconds: float = 20) -> Problem:
    with pytest.raises(Problem) as refused:
        await get(url, out, max_bytes, seconds)
    assert refused.value.__cause__ is None
    assert msgspec.structs.replace(refused.value.data, limit=None) == ProblemData()
    return refused.value


def answering(*answers: Sequence[str]) -> tuple[Lookup, list[str]]:
    """A lookup that gives these answers in turn, the last for ever; and the hosts it was asked for."""
    asked: list[str] = []

    async def lookup(host: str, port: int) -> Sequence[str]:
        asked.append(host)
        return answers[min(len(asked), len(answers)) - 1]

    return lookup, asked


class Site:
    """A web server on all addresses of this machine, and what came to it."""

    def __init__(self) -> None:
        self.port = 0
        self.requests: list[tuple[str, str, dict[str, str]]] = []
        """Address that was connected to, path, headers in lower case."""
        self.routes: dict[str, Callable[[web.Request], Awaitable[web.StreamResponse]]] = {}

    def url(self, path: str = "/", host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"

    def answer(self, path: str, response: Callable[[], web.Response]) -> None:
        async def handler(_: web.Request) -> web.Response:
            return response()

        self.routes[path] = handler

    def redirect(self, path: str, location: str, status: int = 302) -> None:
        self.answer(path, lambda: web.Response(status=status, headers={"Location": location, "Set-Cookie": "a=b"}))

    async def handle(self, request: web.Request) -> web.StreamResponse:
        assert request.transport
        address = request.transport.get_extra_info("sockname")[0]
        headers = {name.lower(): value for name, value in request.headers.items()}
        self.requests.append((address, request.path_qs, headers))
        return await self.routes[request.path](request)


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    made = Site()
    runner = web.ServerRunner(web.Server(made.handle), shutdown_timeout=0)
    await runner.setup()
    listening = web.TCPSite(runner, "0.0.0.0", 0)
    await listening.start()
    made.port = runner.addresses[0][1]
    made.answer("/", lambda: web.Response(text="hello", content_type="text/x-test"))
    yield made
    await runner.cleanup()


async def test_gets_what_is_there(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    out = egress("127.0.0.1")
    got = await out.fetch(site.url("/?a=b#c"), max_bytes=5, seconds=20, accept="text/x-test")
    assert got == Fetched(site.url("/?a=b"), 200, "text/x-test; charset=utf-8", b"hello")
    [(_, path, headers)] = site.requests
    assert path == "/?a=b"
    assert (headers["accept"], headers["user-agent"]) == ("text/x-test", "Hallway")
    assert not {"cookie", "authorization", "referer"} & set(headers)


async def test_any_status_is_an_answer(site: Site) -> None:
    site.answer("/gone", lambda: web.Response(status=410, text="gone"))
    assert (await get(site.url("/gone"))).status == 410
    site.answer("/nowhere", lambda: web.Response(status=302))
    assert (await get(site.url("/nowhere"))).status == 302


async def test_redirects_are_followed_without_what_was_set(site: Site) -> None:
    for number, status in enumerate((301, 302, 303, 307, 308)):
        site.redirect(f"/{number}", str(number + 1) if number < MOST_REDIRECTS - 1 else "/?end", status)
    assert (await get(site.url("/0"))).url == site.url("/?end")
    assert [path for _, path, _ in site.requests] == ["/0", "/1", "/2", "/3", "/4", "/?end"]
    assert not any("cookie" in headers for _, _, headers in site.requests)


async def test_redirects_end(site: Site) -> None:
    site.redirect("/", "/")
    assert (await refusal(site.url())).code == "unavailable"
    assert len(site.requests) == MOST_REDIRECTS + 1


@pytest.mark.parametrize(
    "location",
    [
        "http://127.0.0.2:{}/",
        "http://[::1]:{}/",
        "http://169.254.169.254/",
        "file:///etc/passwd",
        "//a:b@127.0.0.1:{}/",
    ],
)
async def test_every_redirect_is_checked(site: Site, location: str) -> None:
    site.redirect("/", location.format(site.port))
    assert (await refusal(site.url())).code == "invalid"
    assert len(site.requests) == 1


@pytest.mark.parametrize("location", ["http://[::1", "http://" + "a" * 64 + ".example/", "http://..:80/"])
async def test_a_redirect_to_nonsense_is_a_problem(site: Site, location: str) -> None:
    site.redirect("/", location)
    assert (await refusal(site.url())).code in ("invalid", "unavailable")


def test_https_is_never_left() -> None:
    with pytest.raises(Problem, match="from https to http") as refused:
        redirected(URL("https://example.org/a"), "http://example.org/b")
    assert refused.value.code == "unavailable"
    assert redirected(URL("https://example.org/a"), "b#c") == URL("https://example.org/b")
    assert redirected(URL("http://example.org/a"), "https://example.org/") == URL("https://example.org/")


HERE = ["127.0.0.1", "localhost", "0.0.0.0", "127.1", "2130706433", "0x7f.1", "0x7f000001", "0177.0.0.1", "①②⑦.⓪.⓪.①"]
HERE_6 = ["[::1]", "[::]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::127.0.0.1]", "[64:ff9b::7f00:1]"]
TUNNELS = ["[2002:7f00:1::]", "[2001:0:7f00:1::1]"]
NEAR = ["10.0.0.1", "172.31.255.255", "192.168.1.1", "100.64.0.1", "169.254.169.254", "[fe80::1]", "[fd00:ec2::254]"]
NOBODY = ["224.0.0.1", "255.255.255.255", "198.18.0.1", "[ff02::1]", "[2001:db8::1]", "192.0.2.1", "127。0。0。1"]


@pytest.mark.parametrize("host", [*HERE, *HERE_6, *TUNNELS, *NEAR, *NOBODY])
async def test_what_is_not_public_is_not_asked_however_it_is_written(host: str) -> None:
    found = await refusal(f"http://{host}/latest/meta-data", egress())
    assert found.code == "invalid"
    assert found.message == "That address is not asked: only public web addresses are, on their usual ports."


@pytest.mark.parametrize(
    "url",
    [
        *("", "example.org", "/a", "//example.org", "ftp://example.org/", "file:///etc/passwd", "javascript:alert(1)"),
        *("http://", "http:///a", "http://[::1", "http://example.org:0/", "http://example.org:99999/"),
        *("https://ada@example.org/", "https://ada:secret@example.org/", "https://:@example.org/", "http://\ud800/"),
        *("http://a b/", "http://[fe80::1%25lo]/", "http://a\\@b/", "https://example.org/" + "a" * 2_000),
    ],
)
async def test_what_is_no_web_address_is_said_so(url: str) -> None:
    lookup, asked = answering(["10.0.0.1"])
    assert (await refusal(url, egress(lookup=lookup))).code == "invalid"
    assert asked == []


async def test_all_addresses_of_a_name_must_be_public() -> None:
    for addresses in (["93.184.215.14", "10.0.0.1"], ["2606:4700::1111", "::1"], ["fe80::1%2"], []):
        lookup, _ = answering(addresses)
        assert (await refusal("http://example.org/", egress(lookup=lookup))).code == "invalid"


@pytest.mark.parametrize("port", [22, 25, 5432, 6379, 8080, 8443])
async def test_public_addresses_are_asked_on_their_usual_ports_only(port: int) -> None:
    lookup, _ = answering(["93.184.215.14"])
    assert (await refusal(f"http://example.org:{port}/", egress(lookup=lookup))).code == "invalid"


async def test_hosts_and_networks_can_be_allowed(site: Site) -> None:
    lookup, _ = answering(["127.0.0.1"])
    assert (await get(site.url(host="Schedule.Test"), egress("schedule.test", lookup=lookup))).status == 200
    assert (await get(site.url(host="schedule.test"), egress("10.0.0.0/8", "127.0.0.0/8", lookup=lookup))).status == 200
    for other in ("test", "a.schedule.test", "10.0.0.0/8"):
        assert (await refusal(site.url(host="schedule.test"), egress(other, lookup=lookup))).code == "invalid"


async def test_the_address_that_was_checked_is_the_one_that_is_asked(site: Site) -> None:
    """DNS rebinding: the name has a good address when it is checked, and another a moment later."""
    lookup, asked = answering(["127.0.0.1"], ["127.0.0.2"])
    out = egress("127.0.0.1", lookup=lookup)
    assert (await get(site.url(host="rebinding.test"), out)).body == b"hello"
    assert asked == ["rebinding.test"]
    assert (await refusal(site.url(host="rebinding.test"), out)).code == "invalid"
    assert [address for address, _, _ in site.requests] == ["127.0.0.1"]


async def test_a_name_is_checked_again_at_every_redirect(site: Site) -> None:
    site.redirect("/again", site.url(host="rebinding.test"))
    lookup, _ = answering(["127.0.0.1"], ["127.0.0.2"])
    assert (await refusal(site.url("/again", "rebinding.test"), egress("127.0.0.1", lookup=lookup))).code == "invalid"
    assert [path for _, path, _ in site.requests] == ["/again"]


async def test_an_answer_may_be_as_large_as_the_limit_and_no_larger(site: Site) -> None:
    site.answer("/", lambda: web.Response(body=b"x" * 200_000))
    assert len((await get(site.url(), max_bytes=200_000)).body) == 200_000
    assert (await refusal(site.url(), max_bytes=199_999)).code == "too_large"


async def test_an_answer_without_end_is_left(site: Site) -> None:
    async def endless(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        while True:
            await response.write(b"x" * 65_536)

    site.routes["/"] = endless
    assert (await refusal(site.url())).code == "too_large"


async def test_compressed_answers_count_as_they_unfold(site: Site) -> None:
    packed = gzip.compress(b"x" * 1_000)
    site.answer("/", lambda: web.Response(body=packed, headers={"Content-Encoding": "gzip"}))
    assert (await get(site.url(), max_bytes=1_000)).body == b"x" * 1_000
    bomb = gzip.compress(bytes(100 * MB))
    site.answer("/bomb", lambda: web.Response(body=bomb, headers={"Content-Encoding": "gzip"}))
    tracemalloc.start()
    assert (await refusal(site.url("/bomb"))).code == "too_large"
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 10 * MB


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "zstd"])
async def test_an_answer_that_cannot_be_unfolded_is_a_problem(site: Site, encoding: str) -> None:
    site.answer("/", lambda: web.Response(body=b"no such thing", headers={"Content-Encoding": encoding}))
    assert (await refusal(site.url())).code == "unavailable"


@pytest.mark.parametrize("say", ["", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nx", "HTTP/1.1 200 OK\r\nX-A: "])
async def test_the_time_is_bounded_whatever_is_waited_for(say: str) -> None:
    async def stall(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(say.encode())
        await reader.read()
        await reader.read()
        writer.close()

    async with await asyncio.start_server(stall, "127.0.0.1") as server:
        url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/"
        found = await refusal(url, seconds=0.3)
    assert (found.code, found.message) == ("unavailable", "That address did not answer within 0.3 seconds.")


async def test_so_is_the_time_for_names_and_drops() -> None:
    async def never(host: str, port: int) -> Sequence[str]:
        await asyncio.Event().wait()
        return []

    assert (await refusal("http://example.org/", egress(lookup=never), seconds=0.05)).code == "unavailable"

    async def trickle(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
        while not writer.is_closing():
            writer.write(b"x")
            await asyncio.sleep(0)

    async with await asyncio.start_server(trickle, "127.0.0.1") as server:
        url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/"
        assert (await refusal(url, seconds=0.3)).code == "unavailable"


@pytest.mark.parametrize(
    "said",
    [
        b"",
        b"SSH-2.0-OpenSSH_9.2\r\n",
        b"\x00" * 100,
        b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nx",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"X-A: " + b"x" * 100_000 + b"\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"X-A: x\r\n" * 100_000 + b"\r\n",
    ],
)
async def test_nonsense_is_a_problem_that_tells_nothing_of_it(said: bytes) -> None:
    async def speak(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(said)
        writer.close()

    async with await asyncio.start_server(speak, "127.0.0.1") as server:
        found = await refusal(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/")
    assert found.code == "unavailable"
    assert found.message == "That address cannot be reached, or answers nonsense."


async def test_where_nobody_listens_and_what_has_no_address_look_the_same() -> None:
    messages = {(await refusal("http://127.0.0.1:9/")).message}

    async def unknown(host: str, port: int) -> Sequence[str]:
        raise OSError("10.0.0.1 says no")

    messages.add((await refusal("http://example.org/", egress(lookup=unknown))).message)
    assert messages == {"That address cannot be reached, or answers nonsense."}


async def test_a_certificate_must_be_good(tmp_path: Path) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    builder = x509.CertificateBuilder(name, name, key.public_key(), 1, now - timedelta(1), now + timedelta(1))
    pem = builder.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
    pkcs8, plain = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    (tmp_path / "pem").write_bytes(key.private_bytes(serialization.Encoding.PEM, pkcs8, plain) + pem)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "pem")
    reached: list[bytes] = []

    async def read(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        reached.append(await reader.read(1))
        writer.close()

    async with await asyncio.start_server(read, "127.0.0.1", ssl=context) as server:
        found = await refusal(f"https://127.0.0.1:{server.sockets[0].getsockname()[1]}/")
    assert found.code == "unavailable"
    assert b"G" not in reached


@pytest.mark.parametrize(
    "address",
    ["8.8.8.8", "93.184.215.14", "100.63.255.255", "172.32.0.1", "2606:4700::1111", "2a00::1", "64:ff9b::808:808"],
)
def test_public_addresses(address: str) -> None:
    assert is_public(ip_address(address))


@given(st.ip_addresses(v=4) | st.ip_addresses(v=6))
def test_what_the_standard_library_calls_private_is_not_public(address: IPv4Address | IPv6Address) -> None:
    if is_public(address):
        assert address.is_global
        assert not address.is_multicast


@pytest.mark.parametrize("entry", ["10.0.0.0/33", "10.0.0.1/8", "http://example.org", "a b", "300.1.1.1", "*"])
def test_what_cannot_be_allowed_is_said_at_the_start(entry: str) -> None:
    env = {"DATABASE_URL": "postgresql://x/y", "REDIS_URL": "redis://x", "HALLWAY_SECRET": "s" * 32}
    with pytest.raises(OperatorError, match="HALLWAY_EGRESS_ALLOW has"):
        Settings.from_env({**env, "HALLWAY_EGRESS_ALLOW": f"127.0.0.1,{entry}"}, ())
    allow = "127.0.0.1, 10.2.0.0/16,::1,fd00::/8,Schedule.Example,intern"
    assert len(Settings.from_env({**env, "HALLWAY_EGRESS_ALLOW": allow}, ()).egress_allow) == 6
