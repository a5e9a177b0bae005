"""Rooms across processes, through a real Valkey: healing, honesty, and what strangers may try on its channels."""

import asyncio
import pickle
import signal
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
from redis.asyncio import Redis

from picosio import Cluster, Emitter
from picosio.cluster import adapter
from picosio.cluster.envelope import Frames, Header, Kind
from picosio.cluster.redis_connection import RedisConnection
from tests.conftest import PassTime
from tests.picosio.app import SECRET
from tests.picosio.conftest import OwnRedis, Running, Serve
from tests.picosio.wire import Ws
from tests.support.waiting import eventually

CALM = {"ping_interval": 25.0, "ping_timeout": 20.0}


class Node:
    """One of several servers, as if in its own process: nothing is shared but Redis."""

    def __init__(self, cluster: Cluster, running: Running, reported: list[str]) -> None:
        self.cluster, self.running, self._reported = cluster, running, reported
        self.port, self.server = running.port, running.server
        self.namespace = running.server.namespace("/")

    @property
    def gaps(self) -> int:
        """How often it was told that it may have missed something."""
        return len(self._reported)

    async def client(self, *rooms: str) -> Ws:
        """A client in rooms."""
        made = await Ws.connect(self.port)
        for room in rooms:
            made.send(f'421["join","{room}"]')
            assert await made.text() == '431["in"]'
        return made


MakeNode = Callable[..., Awaitable[Node]]


@pytest.fixture
async def node(serve: Serve, own_redis: OwnRedis) -> AsyncIterator[MakeNode]:
    """`await node(**options of Cluster)`: another server on the test's own Redis."""

    async def make(**options: object) -> Node:
        gaps: list[str] = []
        secret = options.pop("secret", SECRET)
        cluster = Cluster(own_redis.url, secret, on_gap=lambda: gaps.append("gap"), **options)  # type: ignore[arg-type]
        return Node(cluster, await serve(adapter=cluster, **CALM), gaps)

    return make


class TestRooms:
    async def test_a_room_spans_processes(self, node: MakeNode) -> None:
        a, b, c = [await node() for _ in range(3)]
        clients = [await a.client("r"), await b.client("r"), await c.client("r", "other")]
        a.namespace.to("r").emit("said", {"n": 1})
        assert [await client.event("said") for client in clients] == [[{"n": 1}]] * 3
        b.namespace.to("other").emit("said", "ready")
        assert await clients[2].event("said") == ["ready"]
        for client in clients:
            await client.silent()

    async def test_join_means_that_the_next_one_arrives(self, node: MakeNode) -> None:
        a, b = await node(), await node()
        for number in range(30):
            client = await b.client(f"room {number}")
            a.namespace.to(f"room {number}").emit("said", number)
            assert await client.event("said") == [number]

    async def test_coming_and_going_in_one_turn(self, node: MakeNode) -> None:
        a, b = await node(), await node()
        client = await b.client()
        for number in range(20):
            client.send('421["join","r"]')
            client.send('422["leave","r"]')
            client.send('423["join","r"]')
            assert [await client.text() for _ in range(3)] == ['431["in"]', '432["out"]', '433["in"]']
            a.namespace.to("r").emit("said", number)
            assert await client.event("said") == [number]
            client.send('424["leave","r"]')
            assert await client.text() == '434["out"]'

    async def test_everybody_several_rooms_and_excepts(self, node: MakeNode) -> None:
        a, b = await node(), await node()
        one, two, none = await a.client("x", "y"), await b.client("x", "y"), await b.client()
        a.namespace.emit("said", "all")
        assert [await each.event("said") for each in (one, two, none)] == [["all"]] * 3
        a.namespace.to("x", "y").emit("said", "once")
        assert [await each.event("said") for each in (one, two)] == [["once"]] * 2
        a.namespace.except_("y").emit("said", "the rest")
        assert await none.event("said") == ["the rest"]
        a.namespace.to("x").except_(two.socket_id).emit("said", "not two")
        assert await one.event("said") == ["not two"]
        for each in (one, two, none):
            await each.silent()

    async def test_namespaces_are_apart(self, node: MakeNode) -> None:
        a, b = await node(), await node()
        main = await b.client("r")
        custom = await Ws.connect(b.port, "/custom")
        custom.send('42/custom,1["join","r"]')
        assert await custom.text() == '43/custom,1["in"]'
        a.server.namespace("/custom").to("r").emit("said", "custom")
        assert await custom.text() == '42/custom,["said","custom"]'
        await main.silent()

    async def test_binary_data_crosses_processes(self, node: MakeNode) -> None:
        a, b = await node(), await node()
        here, there = await a.client("r"), await b.client("r")
        custom = await Ws.connect(b.port, "/custom")
        a.namespace.to("r").emit("said", b"\x00one", {"more": b"two"})
        placeholders = '{"_placeholder":true,"num":0},{"more":{"_placeholder":true,"num":1}}'
        for client in (here, there):
            assert await client.text() == f'452-["said",{placeholders}]'
            assert [await client.packet() for _ in range(2)] == [b"\x00one", b"two"]
            await client.silent()
        a.server.namespace("/custom").to().volatile().emit("said", b"three")
        assert await custom.text() == '451-/custom,["said",{"_placeholder":true,"num":0}]'
        assert await custom.packet() == b"three"

    async def test_one_subscription_per_room_with_members(self, node: MakeNode, own_redis: OwnRedis) -> None:
        a = await node()
        redis = Redis.from_url(own_redis.url)
        clients = [await a.client("crowded") for _ in range(5)]
        assert sorted(await redis.pubsub_channels()) == [b"picosio!", b"picosio:/,crowded"]
        for client in clients:
            client.abort()
        await eventually(redis.pubsub_channels, lambda channels: channels == [b"picosio!"])
        await redis.aclose()

    async def test_order_and_completeness(self, node: MakeNode) -> None:
        a, b = await node(), await node()
        client = await b.client("r")
        for number in range(2000):
            a.namespace.to("r").write(b'["n",%d]' % number)
            if number % 100 == 0:
                await asyncio.sleep(0)
        assert [(await client.event("n"))[0] for _ in range(2000)] == list(range(2000))

    async def test_the_emitter(self, node: MakeNode, own_redis: OwnRedis) -> None:
        a, b = await node(), await node()
        one, two = await a.client("r"), await b.client("r")
        async with Emitter(own_redis.url, SECRET) as emitter:
            for number in range(50):
                emitter.emit("/", "r", b'["n",%d]' % number)
            emitter.emit_all("/", "r", [b'["n",%d]' % number for number in range(50, 100)])
            emitter.emit_all("/", "r", [])
            emitter.emit("/", "r", b'["said","not for one"]', excepts=(one.socket_id,))
            emitter.emit("/", (), b'["said","all"]')
            await emitter.flush()
        assert [(await two.event("n"))[0] for _ in range(100)] == list(range(100))
        assert [(await one.event("n"))[0] for _ in range(100)] == list(range(100))
        assert await one.event("said") == ["all"]
        assert [await two.event("said") for _ in range(2)] == [["not for one"], ["all"]]


class TestCommands:
    async def test_leaving_everywhere(self, node: MakeNode) -> None:
        a, b = await node(), await node()
        here, there, other = await a.client("user:1", "call"), await b.client("user:1", "call"), await b.client("call")
        a.cluster.make_leave("/", "user:1", "call")
        await eventually(lambda: len(list(b.server.sockets("call"))) == 1)
        assert not list(a.server.sockets("call"))
        a.namespace.to("call").emit("said", "secret")
        assert await other.event("said") == ["secret"]
        await here.silent()
        await there.silent()

    async def test_disconnecting_everywhere(self, node: MakeNode, own_redis: OwnRedis) -> None:
        a, b = await node(), await node()
        banned, other = [await a.client("user:1"), await b.client("user:1")], await b.client("user:2")
        async with Emitter(own_redis.url, SECRET) as emitter:
            emitter.disconnect("/", "user:1")
            assert [await client.text() for client in banned] == ["41", "41"]
            emitter.disconnect("/", "user:2", close=True)
            async with asyncio.timeout(10):
                await other.gone()

    async def test_a_single_socket_of_another_process(self, node: MakeNode) -> None:
        a, b = await node(), await node()
        client = await b.client()
        a.cluster.disconnect("/", client.socket_id)
        assert await client.text() == "41"

    async def test_server_side_events(self, node: MakeNode, own_redis: OwnRedis) -> None:
        heard: list[tuple[str, bytes]] = []
        a = await node(on_server_event=lambda event: heard.append(("a", event)))
        await node(on_server_event=lambda event: heard.append(("b", event)))
        client = await a.client()
        a.cluster.server_side_emit(b"from a")
        await eventually(lambda: heard == [("b", b"from a")])
        async with Emitter(own_redis.url, SECRET) as emitter:
            emitter.server_side_emit(b"from outside")
        await eventually(lambda: len(heard) == 3)
        assert set(heard[1:]) == {("a", b"from outside"), ("b", b"from outside")}
        await client.silent()


class TestReconnecting:
    async def test_flushall_does_no_harm(self, node: MakeNode, own_redis: OwnRedis) -> None:
        a, b = await node(), await node()
        client = await b.client("r")
        redis = Redis.from_url(own_redis.url)
        await redis.flushall()
        await redis.aclose()
        a.namespace.to("r").emit("said", 1)
        assert await client.event("said") == [1]
        assert (a.gaps, b.gaps) == (0, 0)

    async def test_a_restart_of_redis(self, node: MakeNode, own_redis: OwnRedis) -> None:
        a, b = await node(), await node()
        here, there = await a.client("r"), await b.client("r")
        own_redis.stop()
        await eventually(lambda: not a.cluster.connected and not b.cluster.connected)
        a.namespace.to("r").emit("said", "while away")
        assert await here.event("said") == ["while away"], "in the own process all goes on"
        late = await b.client("new while away")
        await own_redis.start()
        await eventually(lambda: a.cluster.connected and b.cluster.connected and a.gaps and b.gaps)
        a.namespace.to("r").emit("said", "again")
        assert (await there.event("said"))[0] in ("while away", "again")
        a.namespace.to("new while away").emit("said", "welcome")
        assert await late.event("said") == ["welcome"]

    async def test_one_connection_is_killed(self, node: MakeNode, own_redis: OwnRedis) -> None:
        a, b = await node(), await node()
        client = await b.client("r")
        redis = Redis.from_url(own_redis.url)
        for _ in range(3):
            seen = b.gaps
            await redis.execute_command("CLIENT", "KILL", "TYPE", "pubsub")
            await eventually(lambda seen=seen: a.cluster.connected and b.cluster.connected and b.gaps > seen)
            a.namespace.to("r").emit("said", "here")
            assert await client.event("said") == ["here"]
        await redis.aclose()

    async def test_what_is_published_while_disconnected_is_sent_later(
        self, node: MakeNode, own_redis: OwnRedis
    ) -> None:
        """Its own connection is gone and nobody else's: the others could not know that they miss something."""
        a, b = await node(), await node()
        client = await b.client("r")
        redis = Redis.from_url(own_redis.url)
        found = [c for c in await redis.client_list() if c["sub"] == "1"]
        assert len(found) == 1
        await redis.execute_command("CLIENT", "KILL", "ID", found[0]["id"])
        await eventually(lambda: not a.cluster.connected)
        a.namespace.to("r").emit("said", "meanwhile")
        assert await client.event("said") == ["meanwhile"]
        assert not b.gaps
        await redis.aclose()

    async def test_silence(self, node: MakeNode, own_redis: OwnRedis) -> None:
        a = await node(silence=0.3)
        redis = Redis.from_url(own_redis.url)
        await eventually(lambda: redis.info("commandstats"), lambda stats: stats["cmdstat_ping"]["calls"] >= 3)
        await redis.aclose()
        assert (a.cluster.connected, a.gaps) == (True, 0), "it asks, and is answered"
        own_redis.send(signal.SIGSTOP)
        await eventually(lambda: not a.cluster.connected)
        own_redis.send(signal.SIGCONT)
        await eventually(lambda: a.cluster.connected and a.gaps)

    async def test_redis_that_is_not_there_at_first(self, node: MakeNode, own_redis: OwnRedis) -> None:
        own_redis.stop()
        a = await node()
        assert not a.cluster.connected
        client = await a.client("r")
        a.namespace.to("r").emit("said", "alone")
        assert await client.event("said") == ["alone"]
        await own_redis.start()
        await eventually(lambda: a.cluster.connected)
        b = await node()
        b.namespace.to("r").emit("said", "together")
        assert await client.event("said") == ["together"]

    async def test_a_full_queue_is_bounded_counted_and_reported(self, node: MakeNode, own_redis: OwnRedis) -> None:
        a, b = await node(max_unsent=100_000, silence=30.0), await node(silence=30.0)
        client = await b.client("r")
        own_redis.send(signal.SIGSTOP)
        for number in range(2000):
            a.namespace.to("r").emit("said", number, "x" * 1000)
            await asyncio.sleep(0)
        assert 1000 < a.cluster.dropped < 2000
        own_redis.send(signal.SIGCONT)
        await eventually(lambda: b.gaps)
        assert (await client.event("said"))[0] == 0
        assert a.cluster.connected

    async def test_gaps_are_reported_once_a_second(
        self, node: MakeNode, own_redis: OwnRedis, monkeypatch: pytest.MonkeyPatch, pass_time: PassTime
    ) -> None:
        monkeypatch.setattr(adapter, "GAP_SECONDS", 60.0)  # longer than the test takes anywhere
        a = await node(silence=1000)
        client = await a.client("r")
        frames = Frames(SECRET, "picosio", b"somebody")
        redis = Redis.from_url(own_redis.url)
        for _ in range(50):
            await redis.publish(*frames.make(Header(Kind.GAP)))
        await redis.publish(*frames.make(Header(Kind.EVENT, "/", ("r",)), b'["said","after them"]'))
        assert await client.event("said") == ["after them"]
        assert a.gaps == 1
        await pass_time(60)
        assert a.gaps == 2
        await pass_time(60)
        assert a.gaps == 2, "none has come since"
        await redis.aclose()

    async def test_a_wrong_password_does_not_raise(self, own_redis: OwnRedis) -> None:
        redis = Redis.from_url(own_redis.url)
        await redis.config_set("requirepass", "open sesame")
        connection = RedisConnection(
            own_redis.url, lambda *_: None, lambda: None, lambda: None, max_unsent=1000, silence=5
        )
        await connection.start()
        assert not connection.connected
        await connection.stop()
        right = RedisConnection(
            f"{own_redis.url}?password=open%20sesame",
            lambda *_: None,
            lambda: None,
            lambda: None,
            max_unsent=1000,
            silence=5,
        )
        await right.start()
        assert right.connected
        await right.stop()
        await redis.aclose()

    async def test_the_rights_that_the_readme_names_are_enough(self, own_redis: OwnRedis) -> None:
        redis = Redis.from_url(own_redis.url)
        rights = "resetchannels &picosio* -@all +publish +subscribe +unsubscribe +ping +hello"
        await redis.execute_command("ACL", "SETUSER", "sockets", "on", ">pass", *rights.split())
        heard: list[bytes] = []
        connection = RedisConnection(
            f"{own_redis.url}?username=sockets&password=pass",
            lambda channel, message: heard.append(message),
            lambda: None,
            lambda: None,
            max_unsent=1000,
            silence=5,
        )
        await connection.start()
        await connection.subscribe(b"picosio:x")
        connection.publish(b"picosio:x", b"1")
        await connection.flush()
        connection.unsubscribe(b"picosio:x")
        connection.publish(b"picosio:x", b"2")
        await connection.flush()
        assert (heard, connection.connected) == ([b"1"], True)
        await connection.stop()
        await redis.aclose()


class TestForgedMessages:
    """CVE-2025-61765 and its kin: whoever can publish on the Redis must not be believed for that."""

    @pytest.mark.parametrize(
        "frame",
        [
            b"",
            b"x",
            b"\0" * 42,
            b"\0" * 1000,
            pickle.dumps({"method": "emit", "event": "said", "data": "forged"}),
            b'{"method":"emit","event":"said","data":"forged"}',
            b"x" * 5_000_000,
            Frames("another secret of others", "picosio", b"stranger").make(Header(Kind.EVENT, "/", ("r",)), b'["x"]')[
                1
            ],
        ],
        ids=["nothing", "short", "zeros", "more zeros", "pickle", "json", "huge", "another secret"],
    )
    @pytest.mark.parametrize("channel", [b"picosio!", b"picosio:/,r"])
    async def test_dropped_and_counted(self, node: MakeNode, own_redis: OwnRedis, frame: bytes, channel: bytes) -> None:
        a = await node()
        client = await a.client("r")
        redis = Redis.from_url(own_redis.url)
        assert await redis.publish(channel, frame) == 1
        await eventually(lambda: a.cluster.refused == 1)
        await redis.aclose()
        assert a.cluster.connected
        await client.silent()

    async def test_pickles_are_not_opened(self, node: MakeNode, own_redis: OwnRedis) -> None:
        class Bomb:
            def __reduce__(self) -> tuple[object, tuple[object, ...]]:
                return _went_off, ("picosio",)

        _bombs.clear()
        a = await node()
        redis = Redis.from_url(own_redis.url)
        await redis.publish("picosio!", pickle.dumps(Bomb()))
        await eventually(lambda: a.cluster.refused)
        await redis.aclose()
        assert not _bombs

    async def test_replayed_on_another_channel(self, node: MakeNode, own_redis: OwnRedis) -> None:
        a = await node()
        client = await a.client("mine", "theirs")
        channel, frame = Frames(SECRET, "picosio", b"neighbor").make(
            Header(Kind.EVENT, "/", ("theirs",)), b'["said","for theirs"]'
        )
        redis = Redis.from_url(own_redis.url)
        await redis.publish(b"picosio:/,mine", frame)
        await redis.publish(b"picosio!", frame)
        await eventually(lambda: a.cluster.refused == 2)
        await client.silent()
        await redis.publish(channel, frame)
        assert await client.event("said") == ["for theirs"], "it is good where it belongs"
        await redis.aclose()

    async def test_truncated_at_every_byte(self, node: MakeNode, own_redis: OwnRedis) -> None:
        a = await node()
        client = await a.client("r")
        channel, frame = Frames(SECRET, "picosio", b"neighbor").make(Header(Kind.EVENT, "/", ("r",)), b'["said",1]')
        redis = Redis.from_url(own_redis.url)
        for end in range(len(frame)):
            await redis.publish(channel, frame[:end])
        await eventually(lambda: a.cluster.refused == len(frame))
        await redis.aclose()
        await client.silent()

    async def test_another_prefix_is_another_cluster(self, node: MakeNode) -> None:
        (a, its), (b, of_another) = [(await node(prefix=p), await node(prefix=p)) for p in ("one", "two")]
        client, other = await its.client("r"), await of_another.client("r")
        a.namespace.to("r").emit("said", "elsewhere")
        assert await client.event("said") == ["elsewhere"]
        b.namespace.to("r").emit("said", "here")
        assert await other.text() == '42["said","here"]'
        assert b.cluster.refused == 0

    async def test_signed_but_unknown(self, node: MakeNode, own_redis: OwnRedis) -> None:
        """A newer version of ourselves may say what this one does not know."""
        a = await node()
        client = await a.client("r")
        frames = Frames(SECRET, "picosio", b"neighbor")
        redis = Redis.from_url(own_redis.url)
        for header in (Header(Kind.EVENT, "/unknown", ("r",)), Header(Kind.DISCONNECT, "/unknown", ("r",))):
            await redis.publish(*frames.make(header, b"[]"))
        await redis.publish(*frames.make(Header(Kind.EVENT, "/", ("r",)), b'["said","and this it knows"]'))
        assert await client.text() == '42["said","and this it knows"]'
        await redis.aclose()

    @pytest.mark.parametrize(
        ("secret", "prefix"), [("short", "picosio"), (SECRET, "a b"), (SECRET, ""), (SECRET, "x:")]
    )
    def test_invalid_secrets_and_prefixes(self, secret: str, prefix: str) -> None:
        with pytest.raises(ValueError, match=r"secret|prefix"):
            Cluster("redis://localhost", secret, prefix=prefix)

    @pytest.mark.parametrize("url", ["http://localhost", "localhost:6379", ""])
    def test_urls(self, url: str) -> None:
        with pytest.raises(ValueError, match="redis://"):
            Cluster(url, SECRET)


_bombs: list[str] = []


def _went_off(name: str) -> None:
    _bombs.append(name)
