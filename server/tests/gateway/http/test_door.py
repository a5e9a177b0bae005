"""The gateway's door: bounds on what comes before it is read, on time, and on how many there are."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from uuid import uuid4

import psutil
import pytest
from starlette.types import Receive, Scope, Send

from hallway.bootstrap.listening import (
    BODY_SECONDS,
    CLOSE_SECONDS,
    HEAD_BYTES,
    HEAD_SECONDS,
    HEADERS,
    IDLE_SECONDS,
    UNREAD_SECONDS,
    config_for,
    connections_for,
)
from hallway.bootstrap.process import App, Listener
from hallway.gateway.http.health import FRESH_SECONDS
from hallway.kernel.connections import network_of
from hallway.kernel.settings import Settings
from tests.conftest import Client, MakeUser, PassTime, Server, StartApp, User, free_port
from tests.picosio.wire import Gone, connection, http, read_answer, request_bytes, until_closed
from tests.support.waiting import eventually, turns

Stream = tuple[asyncio.StreamReader, asyncio.StreamWriter]
Open = Callable[[int], Awaitable[Stream]]


@pytest.fixture
async def port(hallway: App) -> int:
    return hallway.settings.port


@pytest.fixture
async def open_at() -> AsyncIterator[Open]:
    """`await open_at(port)`: a plain connection, closed after the test."""
    async with AsyncExitStack() as stack:

        async def opened(port: int) -> Stream:
            return await stack.enter_async_context(connection(port))

        yield opened


async def alive(port: int) -> bool:
    return (await http(port, "GET", "/healthz")).status == 200


def head(target: str = "/healthz", *lines: bytes) -> bytes:
    return b"\r\n".join([f"GET {target} HTTP/1.1".encode(), b"host: localhost", *lines, b"", b""])


class TestSize:
    @pytest.mark.parametrize(
        "request_",
        [
            head("/" + "a" * (HEAD_BYTES + 1)),
            head("/healthz", b"x: " + b"y" * (HEAD_BYTES + 1)),
            head("/healthz", *(b"x-%d: y" % number for number in range(HEADERS + 1))),
            head("/healthz", *(b"x-%d: %s" % (number, b"y" * 500) for number in range(HEADERS - 10))),
            head("/socket.io/?EIO=4&transport=websocket", b"upgrade: websocket", b"x: " + b"y" * (HEAD_BYTES + 1)),
        ],
        ids=["target", "one header", "many headers", "together", "for a WebSocket"],
    )
    async def test_large_heads_are_refused(self, port: int, request_: bytes) -> None:
        async with connection(port) as (reader, writer):
            writer.write(request_)
            assert (await until_closed(reader)).startswith(b"HTTP/1.1 431 ")
        assert await alive(port)

    async def test_what_browsers_send_is_not(self, port: int) -> None:
        request = head("/healthz", *(b"x-%d: %s" % (number, b"y" * 300) for number in range(HEADERS - 10)))
        async with connection(port) as (reader, writer):
            for _ in range(3):
                writer.write(request)
                assert (await read_answer(reader)).status == 200

    @pytest.mark.parametrize(
        "start",
        [
            head("/healthz", b"x: ")[:-4],
            b"GET /",
            b"POST /graphql HTTP/1.1\r\nhost: localhost\r\ntransfer-encoding: chunked\r\n\r\n1\r\n{\r\n0\r\nx: ",
            b"POST /graphql HTTP/1.1\r\nhost: localhost\r\ntransfer-encoding: chunked\r\n\r\n1;x=",
        ],
        ids=["header", "target", "trailer", "extension of a chunk"],
    )
    async def test_no_more_is_read_than_a_head_may_have(self, port: int, start: bytes) -> None:
        """A parser that copies a growing header again with each part took 9 s for 32 MB."""
        async with connection(port) as (reader, writer):
            writer.write(start)
            sent = 0
            with pytest.raises(ConnectionError):  # noqa: PT012
                for _ in range(1000):
                    writer.write(b"x" * 32_768)
                    await writer.drain()
                    sent += 1
            assert sent < 500, "the kernel's buffers, and not 32 MB"
            await until_closed(reader)

    async def test_requests_that_come_at_once(self, port: int) -> None:
        """The first ones are answered; a flood of them ends the connection."""
        async with connection(port) as (reader, writer):
            writer.write(head() * 5)
            assert [(await read_answer(reader)).status for _ in range(5)] == [200] * 5
            writer.write(head() * 1000)
            assert (await until_closed(reader)).count(b"HTTP/1.1 200") <= 20


class TestTime:
    @pytest.mark.parametrize("start", [b"", b"GET /heal", head()[:-2]], ids=["nothing", "a line", "half a head"])
    async def test_a_head_that_does_not_end(self, port: int, pass_time: PassTime, start: bytes) -> None:
        async with connection(port) as (reader, writer):
            writer.write(start)
            await turns()
            for _ in range(4):
                await pass_time(HEAD_SECONDS / 4)
                if start:
                    writer.write(b"x")
                await turns()
            await pass_time(2)
            assert (await until_closed(reader)).startswith(b"HTTP/1.1 408 " if start else b"")

    async def test_a_second_head_that_does_not_end(self, port: int, pass_time: PassTime) -> None:
        async with connection(port) as (reader, writer):
            writer.write(head())
            await read_answer(reader)
            await pass_time(IDLE_SECONDS - 10)
            writer.write(head()[:-2])
            await turns()
            await pass_time(HEAD_SECONDS + 2)
            assert await until_closed(reader) == b""

    async def test_half_a_body(self, port: int, pass_time: PassTime) -> None:
        """A byte now and then earns little time."""
        async with connection(port) as (reader, writer):
            writer.write(
                request_bytes("POST", "/session/login", b"{" + b" " * 999, {"Content-Type": "application/json"})[:-900]
            )
            await turns()
            for _ in range(5):
                await pass_time(BODY_SECONDS / 5)
                writer.write(b" ")
                await turns()
            await pass_time(2)
            await until_closed(reader)

    async def test_a_slow_body_that_comes(self, port: int, pass_time: PassTime) -> None:
        async with connection(port) as (reader, writer):
            body = b"{" + b" " * 200_000
            whole = request_bytes("POST", "/graphql", body, {"Content-Type": "application/json"})
            writer.write(whole[:-200_000])
            for _ in range(4):
                await pass_time(BODY_SECONDS * 0.3)
                writer.write(b" " * 50_000)
                await writer.drain()
                assert await alive(port), "and meanwhile the part has arrived"
            assert (await read_answer(reader)).status == 400

    async def test_between_requests(self, port: int, pass_time: PassTime) -> None:
        async with connection(port) as (reader, writer):
            for _ in range(2):
                writer.write(head())
                assert (await read_answer(reader)).status == 200
                await pass_time(IDLE_SECONDS - 5)
            await pass_time(7)
            assert await until_closed(reader) == b""

    async def test_the_rest_of_a_body_that_is_refused(self, port: int, pass_time: PassTime) -> None:
        async with connection(port) as (reader, writer):
            writer.write(request_bytes("POST", f"/upload/schedule/{uuid4()}", b" " * 1000)[:-900])
            assert (await read_answer(reader)).status == 401
            await pass_time(CLOSE_SECONDS + 2)
            assert await until_closed(reader) == b""

    async def test_answers_that_nobody_reads(self, settings: Settings, pass_time: PassTime) -> None:
        """The application, which waits for room, is let go too."""
        started: list[str] = []
        ended: list[str] = []

        async def endless(scope: Scope, receive: Receive, send: Send) -> None:
            await send({"type": "http.response.start", "status": 200, "headers": []})
            started.append(scope["path"])
            for _ in range(1000):
                await send({"type": "http.response.body", "body": b"x" * 100_000, "more_body": True})
            ended.append(scope["path"])

        listener = Listener(settings.port, endless)
        server = Server(config_for(settings, listener, connections_for(settings)))
        async with server.running(), connection(settings.port) as (_, writer):
            writer.transport.pause_reading()  # type: ignore[attr-defined]
            writer.write(head("/much"))
            await eventually(lambda: started)
            await turns()
            await pass_time(UNREAD_SECONDS - 5)
            assert not ended
            await pass_time(7)
            await eventually(lambda: ended)


class TestNumber:
    async def test_silent_ones_of_an_address(self, start_app: StartApp, open_at: Open) -> None:
        """The one that has been silent for longest makes room: people behind the same address still get in."""
        port = (await start_app(http_connections=80)).settings.port
        silent = [await open_at(port) for _ in range(30)]
        await eventually(lambda: sum(reader.at_eof() for reader, _ in silent) == 20)
        assert all(reader.at_eof() for reader, _ in silent[:20])
        assert not any(reader.at_eof() for reader, _ in silent[20:])
        assert await alive(port)

    async def test_one_who_talks_is_not_the_one_who_goes(self, start_app: StartApp, open_at: Open) -> None:
        port = (await start_app(http_connections=80)).settings.port
        reader, writer = await open_at(port)
        for _ in range(25):
            await open_at(port)
            writer.write(head())
            assert (await read_answer(reader)).status == 200

    async def test_somebody_signed_in_counts_for_themselves(
        self, start_app: StartApp, make_user: MakeUser, open_at: Open
    ) -> None:
        app = await start_app(http_connections=80, person_connections=3, port=free_port())
        port, ada = app.settings.port, await make_user("Ada", app.apis)
        hers = [await open_at(port) for _ in range(3)]
        for stream in hers:
            assert await asks(stream, ada) == 200
        for _ in range(30):
            await open_at(port)
        assert [await asks(stream, ada) for stream in hers] == [200] * 3
        fourth = await open_at(port)
        assert await asks(fourth, ada) == 200
        await eventually(lambda: hers[0][0].at_eof())
        assert [await asks(stream, ada) for stream in hers[1:]] == [200] * 2

    async def test_addresses_behind_a_proxy_are_the_proxy_s_matter(self, start_app: StartApp, open_at: Open) -> None:
        port = (await start_app(http_connections=8, trust_proxy=True)).settings.port
        streams = [await open_at(port) for _ in range(20)]
        await turns()
        assert not any(reader.at_eof() for reader, _ in streams)
        for reader, writer in streams:
            writer.write(head())
            assert (await read_answer(reader)).status == 200

    async def test_nothing_is_left_of_those_who_came(self, hallway: App) -> None:
        """Descriptors and tasks, whatever way they left."""
        port = hallway.settings.port
        await come_and_go(port)  # the first time opens what is kept for good
        fds, tasks = descriptors_and_tasks()
        await come_and_go(port)
        await eventually(descriptors_and_tasks, lambda now: now[0] < fds + 10 and now[1] < tasks + 10)


STARTS = (b"", b"GET", head()[:-2], head(), head() * 3, b"\x16\x03\x01", b"x" * 70_000, head("/socket.io/"))


async def come_and_go(port: int) -> None:
    """Twenty connections of each kind, left without a word."""
    for start in STARTS * 20:
        async with connection(port) as (_, writer):
            writer.write(start)
            await turns(3)


def descriptors_and_tasks() -> tuple[int, int]:
    """Of this process, which has both ends."""
    return psutil.Process().num_fds(), len(asyncio.all_tasks())


async def asks(stream: Stream, user: User) -> int:
    """The status of a GraphQL request of somebody's."""
    reader, writer = stream
    fields = {"Content-Type": "application/json", "Authorization": f"Bearer {user.token}"}
    writer.write(request_bytes("POST", "/graphql", b'{"query":"{ __typename }"}', fields))
    try:
        return (await read_answer(reader)).status
    except Gone:
        return 0


class TestReady:
    async def test_thousands_ask_once(self, hallway: App, client: Client, pass_time: PassTime) -> None:
        asked = 0

        async def check() -> None:
            nonlocal asked
            asked += 1

        health = hallway.gateway.health if hallway.gateway else None
        assert health
        health.also("counted", check)
        await pass_time(FRESH_SECONDS)
        answers = await asyncio.gather(*(client.request("GET", "/readyz") for _ in range(50)))
        assert {answer.status for answer in answers} == {200}
        assert asked <= 2, "at most one more as time passes"
        before = asked
        await pass_time(FRESH_SECONDS)
        await client.request("GET", "/readyz")
        assert asked == before + 1

    @pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded", "Via", "X-Real-IP"])
    async def test_others_get_the_bare_answer(self, client: Client, header: str) -> None:
        answer = await client.request("GET", "/readyz", headers={header: "198.51.100.7"})
        assert await answer.json() == {"ok": True}

    async def test_details_for_this_machine_and_for_our_own(self, hallway: App, client: Client) -> None:
        assert "loop" in await (await client.request("GET", "/readyz")).json()
        key = hallway.settings.key("rpc").hex()
        for given, known in ((key, True), ("0" * 64, False)):
            headers = {"X-Forwarded-For": "198.51.100.7", "Authorization": f"Hallway {given}"}
            answer = await client.request("GET", "/readyz", headers=headers)
            assert ("parts" in await answer.json()) is known


class TestUploads:
    @pytest.mark.parametrize(("whose", "status"), [("nobody", 401), ("somebody", 404)])
    async def test_who_may_not_is_told_before_the_file_is_read(
        self, port: int, make_user: MakeUser, whose: str, status: int
    ) -> None:
        """Nothing of the body has been sent when the answer is there."""
        fields = {"Content-Length": str(16 * 1024 * 1024)}
        if whose == "somebody":
            fields["Authorization"] = f"Bearer {(await make_user('Ada')).token}"
        async with connection(port) as (reader, writer):
            writer.write(request_bytes("POST", f"/upload/schedule/{uuid4()}", headers=fields))
            assert (await read_answer(reader)).status == status


class TestUpgrades:
    @pytest.mark.parametrize(
        "origin", ["http://[", "http://[::1", "//[", "http://a]", "http://localhost:99999", "\xff"]
    )
    async def test_origins_that_are_none_leave_nothing_behind(
        self, hallway: App, caplog: pytest.LogCaptureFixture, origin: str
    ) -> None:
        """One descriptor each was left for ever, and over HTTP there was a stack trace in the log."""
        port = hallway.settings.port
        await come_and_go(port)
        before, _ = descriptors_and_tasks()
        upgrade = {"Upgrade": "websocket", "Connection": "Upgrade"}
        upgrade |= {"Sec-WebSocket-Key": "x" * 22 + "==", "Sec-WebSocket-Version": "13"}
        for method, target, headers in (
            ("GET", "/socket.io/?EIO=4&transport=websocket", upgrade),
            ("GET", "/socket.io/?EIO=4&transport=polling", {}),
            ("POST", "/graphql", {}),
            ("POST", "/session/login", {}),
        ):
            for _ in range(10):
                answer = await http(port, method, target, headers={**headers, "Origin": origin})
                assert answer.status == 403, (method, target)
        await eventually(descriptors_and_tasks, lambda now: now[0] < before + 5)
        assert not [record for record in caplog.records if record.levelname == "ERROR"]

    @pytest.mark.parametrize("host", ["[", "a b", "[::1", "a]", "\xff", "a/b", "a?b", "a@b", "a:b", "x" * 300])
    async def test_hosts_that_are_none(self, port: int, host: str) -> None:
        assert (await http(port, "GET", "/healthz", headers={"Host": host})).status == 400


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("198.51.100.7", "198.51.100.7"),
        ("::ffff:198.51.100.7", "198.51.100.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("fe80::1%eth0", "fe80::"),
    ],
)
def test_an_ipv6_address_is_a_network_s(address: str, network: str) -> None:
    assert network_of(address) == network


@pytest.mark.parametrize(
    ("fields", "status"), [({"Content-Length": "9999999"}, 413), ({"Transfer-Encoding": "chunked"}, 400)]
)
async def test_pages_take_no_large_bodies(port: int, fields: dict[str, str], status: int) -> None:
    """Nothing of it is passed on to the web server."""
    async with connection(port) as (reader, writer):
        writer.write(request_bytes("PUT", "/somewhere", headers=fields))
        assert (await read_answer(reader)).status == status
