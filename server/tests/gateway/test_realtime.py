"""The live connection: hostile messages never end it, ended sessions do; rooms, presence and gaps."""

import asyncio
from typing import Any
from uuid import uuid4

import aiohttp
import asyncpg
import msgspec
import pytest
import socketio
from redis.asyncio import Redis

from hallway.bootstrap.process import App
from hallway.bootstrap.registry import Part
from hallway.gateway.http.health import FRESH_SECONDS
from hallway.gateway.presence import TICK_SECONDS
from hallway.gateway.realtime import TRANSPORT_BYTES
from hallway.kernel.channels import GATEWAYS
from hallway.kernel.pushes.message import Evict
from hallway.kernel.settings import Settings
from hallway.kernel.sockets import Incoming, SocketContext, Sockets
from hallway.services.auth.api import Auth
from tests.conftest import PARTS, Client, ConnectSocket, MakeUser, PassTime, Socket, StartApp, User, free_port
from tests.kernel.toy.api import CountPush
from tests.support.recorder import push_publisher
from tests.support.waiting import eventually

toy = Sockets("toy")


class Enter(Incoming, frozen=True, name="toy.enter"):
    room: str


class Say(Incoming, frozen=True, name="toy.say"):
    number: int
    how: str = "push"


@toy.receives(Enter)
async def enter(ctx: SocketContext, message: Enter) -> None:
    await ctx.join(message.room)


@toy.receives(Say)
async def say(ctx: SocketContext, message: Say) -> CountPush | None:
    if message.how == "fail":
        raise ValueError("a secret detail")
    if message.how == "signal":
        ctx.signal("room", "key", CountPush(number=message.number))
    else:
        await ctx.push("room", CountPush(number=message.number), except_me=message.how == "others")
    return CountPush(number=message.number)


@pytest.fixture
async def hallway(start_app: StartApp) -> App:
    """Hallway, with the toy's messages beside video's."""
    video = next(part for part in PARTS if part.name == "video")
    assert video.sockets
    toy.receivers.update({k: v for k, v in video.sockets.receivers.items() if k not in toy.receivers})
    parts = [Part(**{**_fields(part), "sockets": toy}) if part is video else part for part in PARTS]
    return await start_app(parts=parts)


def _fields(part: Part) -> dict[str, Any]:
    return {field: getattr(part, field) for field in part.__struct_fields__}


HOSTILE: list[tuple[str, Any, str]] = [
    ("toy.say", {}, "invalid"),
    ("toy.say", {"number": "1"}, "invalid"),
    ("toy.say", {"number": 1, "more": 2}, "invalid"),
    ("toy.say", [1], "invalid"),
    ("toy.say", "1", "invalid"),
    ("toy.say", {"number": 1, "how": "fail"}, "internal"),
    ("toy.nothing", {"number": 1}, "invalid"),
    ("*", {}, "invalid"),
    ("__proto__", {}, "invalid"),
    ("toy.say", {"number": 1, "how": "x" * 100_000}, "too_large"),
]


async def test_hostile_messages_are_refused_and_nothing_breaks(
    connect_socket: ConnectSocket, make_user: MakeUser
) -> None:
    socket = await connect_socket(await make_user("Ada"))
    for name, fields, code in HOSTILE:
        answer = await socket.call(name, fields)
        assert answer["ok"] is False, name
        assert answer["error"]["code"] == code, (name, answer)
        assert "secret detail" not in answer["error"]["message"]
    refused = await socket.client.call("toy.say", ({"number": 1}, {"number": 2}))
    assert (refused["ok"], refused["error"]["code"], refused["error"]["key"]) == (False, "invalid", "notAsExpected")
    assert await socket.value("toy.say", {"number": 1}) == {"number": 1}
    assert TRANSPORT_BYTES > 64 * 1024


@pytest.mark.parametrize("packet", ["2[not json", '2[["a"]]', "2{}", '2["disconnect"]'])
async def test_what_is_not_socket_io_ends_the_connection(
    connect_socket: ConnectSocket, make_user: MakeUser, packet: str
) -> None:
    socket = await connect_socket(await make_user("Ada"))
    await socket.client.eio.send(packet)
    await eventually(lambda: not socket.client.connected)


HALVES = [
    '2N["toy.say",{"number":1,"how":"\\ud83d"}]',
    '2N["toy.say",{"number":1,"\\uDE00":1}]',
    '2N["toy\\ud800.say",{"number":1}]',
    '2N["toy.nothing",["\\ud83d\\ud83d\\ude00"]]',
]


@pytest.mark.parametrize("packet", HALVES)
async def test_half_an_emoji_refuses_the_message_and_nothing_else(
    connect_socket: ConnectSocket, make_user: MakeUser, packet: str
) -> None:
    """The contract of the outbox on the web: a refusal is an answer, and what comes after it is sent."""
    socket = await connect_socket(await make_user("Ada"))
    answered: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
    number = socket.client._generate_ack_id("/", lambda *answer: answered.set_result(answer))  # pyright: ignore
    await socket.client.eio.send(packet.replace("N", str(number), 1))
    (answer,) = await asyncio.wait_for(answered, 20)
    assert answer["ok"] is False
    assert answer["error"]["code"] == "invalid"
    assert "half a character" in answer["error"]["message"]
    assert await socket.value("toy.say", {"number": 2, "how": "😀".encode().decode()}) == {"number": 2}


async def test_sockets_are_counted_by_person_when_somebody_is_signed_in(
    start_app: StartApp, connect_socket: ConnectSocket, make_user: MakeUser
) -> None:
    """A whole venue may sit behind one address; one person has so many devices."""
    app = await start_app(socket_connections=2, person_sockets=3, port=free_port())
    ada, ben = await make_user("Ada", app.apis), await make_user("Ben", app.apis)
    first = await connect_socket(ada, app)
    for user in (ada, ada, ben, ben, ben):
        await connect_socket(user, app)
    assert not await _connects(connect_socket, ada, app)
    await first.client.disconnect()
    await eventually(lambda: _connects(connect_socket, ada, app))
    assert [await _connects(connect_socket, None, app) for _ in range(3)] == [True, True, False]


async def _connects(connect_socket: ConnectSocket, user: User | None, app: App) -> bool:
    try:
        await connect_socket(user, app)
    except socketio.exceptions.ConnectionError:
        return False
    return True


async def test_too_many(connect_socket: ConnectSocket, make_user: MakeUser) -> None:
    socket = await connect_socket(await make_user("Ada"))
    answers = [await socket.call("toy.say", {"number": 1}) for _ in range(205)]
    refused = [answer for answer in answers if not answer["ok"]]
    assert refused
    assert refused[0]["error"]["code"] == "too_many"
    assert refused[0]["error"]["data"]["retryAfter"] > 0


@pytest.mark.parametrize("auth", [{"token": "x.y.z"}, {"token": 3}, {"token": ""}])
async def test_bad_tokens_are_refused_with_a_code(hallway: App, auth: Any) -> None:
    stranger = Socket()
    refused: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
    stranger.client.on("connect_error", lambda data: refused.done() or refused.set_result(data))
    with pytest.raises(socketio.exceptions.ConnectionError):
        await stranger.client.connect(f"http://127.0.0.1:{hallway.settings.port}", transports=["websocket"], auth=auth)
    answer = await asyncio.wait_for(refused, 5)
    assert answer["data"]["code"] == "unauthenticated"
    await stranger.client.disconnect()


async def test_rooms(hallway: App, connect_socket: ConnectSocket, make_user: MakeUser) -> None:
    ada, ben = await make_user("Ada"), await make_user("Ben")
    a, b = await connect_socket(ada), await connect_socket(ben)
    for socket in (a, b):
        await socket.value("toy.enter", {"room": "room"})
    await a.value("toy.say", {"number": 1, "how": "others"})
    await a.value("toy.say", {"number": 2})
    assert await b.until("toy.count") == {"number": 1}
    assert await b.until("toy.count") == {"number": 2}
    assert await a.until("toy.count") == {"number": 2}
    for number in range(10, 20):
        await a.value("toy.say", {"number": number, "how": "signal"})
    assert await b.until("toy.count", lambda push: push["number"] == 19)
    assert len([push for push in b.pushes if push[0] == "toy.count"]) <= 5, "signals are coalesced"
    async with push_publisher(hallway.settings) as live:
        await live.publish([(GATEWAYS, Evict(room="room", user_id=ben.id).encoded())])
        await live.publish([("room", CountPush(number=99).encoded())])
    assert await a.until("toy.count", lambda push: push["number"] == 99)
    assert ("toy.count", {"number": 99}) not in b.pushes
    assert not [push for push in b.pushes if push[0] == "evict"]


async def test_a_session_that_ends_loses_its_sockets_and_its_token_at_once(
    hallway: App, connect_socket: ConnectSocket, make_user: MakeUser, client: Client
) -> None:
    user = await make_user("Ada")
    socket = await connect_socket(user)
    query = "{ notificationPreferences { kind } }"  # a service that believes the token, unlike auth's own questions
    assert "errors" not in await client.graphql(query, as_=user)
    await hallway.apis.get(Auth).log_out(user.caller, user.refresh_token)
    await eventually(lambda: not socket.client.connected)
    refused = await client.graphql(query, as_=user)
    assert [error["extensions"]["code"] for error in refused["errors"]] == ["unauthenticated"]


async def test_everybody_is_told_after_a_gap(
    hallway: App, connect_socket: ConnectSocket, make_user: MakeUser, redis: Redis
) -> None:
    socket = await connect_socket(await make_user("Ada"))
    await redis.client_kill_filter(_type="pubsub")
    await socket.until("resync")
    await redis.flushall()
    await socket.value("toy.enter", {"room": "room"})
    await socket.value("toy.say", {"number": 5})
    assert await socket.until("toy.count") == {"number": 5}


async def test_a_session_that_ended_while_redis_was_away_is_found_out(
    hallway: App, connect_socket: ConnectSocket, make_user: MakeUser, client: Client, redis: Redis
) -> None:
    ada, ben = await make_user("Ada"), await make_user("Ben")
    socket, other = await connect_socket(ada), await connect_socket(ben)
    database = await asyncpg.connect(hallway.settings.database_url)
    await database.execute("DELETE FROM auth.sessions WHERE user_id = $1", ada.id)  # and nobody hears of it
    await database.close()
    await redis.client_kill_filter(_type="pubsub")
    await eventually(lambda: not socket.client.connected)
    assert other.client.connected
    refused = await client.graphql("{ notificationPreferences { kind } }", as_=ada)
    assert [error["extensions"]["code"] for error in refused["errors"]] == ["unauthenticated"]


@pytest.mark.parametrize("origin", ["https://attacker.example", "null", "http://localhost:1"])
async def test_pages_of_others_open_no_socket(client: Client, origin: str) -> None:
    """Their visitors' cookies would come along."""
    for transport in ("websocket", "polling"):
        url = f"{client.url}/socket.io/?EIO=4&transport={transport}"
        with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
            await client.session.ws_connect(url, headers={"origin": origin})
        assert refused.value.status in (400, 403), transport


async def test_presence(connect_socket: ConnectSocket, make_user: MakeUser, pass_time: PassTime) -> None:
    event = uuid4()
    ada, ben, cleo = await make_user("Ada"), await make_user("Ben"), await make_user("Cleo")

    async def told() -> dict[str, Any]:
        """What is said at the next tick at which there is something to say."""
        await pass_time(TICK_SECONDS)
        return await a.until("presence")

    a = await connect_socket(ada)
    await a.value("toy.enter", {"room": f"event:{event}"})
    assert await a.until("presence.state") == {"eventId": str(event), "count": 1, "here": [str(ada.id)]}
    assert (await told())["joined"] == [str(ada.id)]
    b = await connect_socket(ben)
    second = await connect_socket(ben)
    for socket in (b, second):
        await socket.value("toy.enter", {"room": f"event:{event}"})
    assert set((await b.until("presence.state"))["here"]) == {str(ada.id), str(ben.id)}
    assert await told() == {"eventId": str(event), "count": 2, "joined": [str(ben.id)], "left": []}
    await b.client.disconnect()
    await (await connect_socket(cleo)).value("toy.enter", {"room": f"event:{event}"})
    after = {"eventId": str(event), "count": 3, "joined": [str(cleo.id)], "left": []}
    assert await told() == after, "he is still here on the other page"
    await second.client.disconnect()
    assert (await told())["left"] == [str(ben.id)]


async def test_redis_away_never_fails_a_push(settings: Settings) -> None:
    async with push_publisher(msgspec.structs.replace(settings, redis_url="redis://127.0.0.1:9")) as live:
        assert await live.publish([("room", msgspec.json.encode(["x", {}]))]) is None


@pytest.mark.parametrize("transports", [["polling"], ["polling", "websocket"]])
async def test_networks_that_allow_no_websocket(hallway: App, make_user: MakeUser, transports: list[str]) -> None:
    ada, socket = await make_user("Ada"), Socket()
    url = f"http://127.0.0.1:{hallway.settings.port}"
    await socket.client.connect(url, transports=transports, auth={"token": ada.token})
    try:
        assert socket.client.transport() == transports[-1]
        await socket.value("toy.enter", {"room": "room"})
        await socket.value("toy.say", {"number": 7})
        assert await socket.until("toy.count") == {"number": 7}
    finally:
        await socket.client.disconnect()


async def test_before_it_stops_a_gateway_sends_everybody_away(
    hallway: App, connect_socket: ConnectSocket, make_user: MakeUser
) -> None:
    sockets = [await connect_socket(await make_user(name)) for name in ("Ada", "Ben")]
    await hallway.drain()
    await eventually(lambda: not any(socket.client.connected for socket in sockets))
    with pytest.raises(socketio.exceptions.ConnectionError):
        await connect_socket(await make_user("Eve"))


async def test_ready_is_honest(client: Client, hallway: App, pass_time: PassTime) -> None:
    answer = await client.request("GET", "/readyz")
    assert answer.status == 200
    assert (await answer.json())["parts"]["live"] is True
    await hallway._pools["chat"].close()  # pyright: ignore[reportPrivateUsage]
    await pass_time(FRESH_SECONDS)
    answer = await client.request("GET", "/readyz")
    assert answer.status == 503
    assert (await answer.json())["parts"]["chat"] is False
