"""Chat as a page has it: through the gateway, over Socket.IO."""

from collections.abc import Awaitable, Callable
from uuid import UUID, uuid4

import pytest

from hallway.kernel.apis import Apis
from hallway.kernel.caller import Caller, service_caller
from hallway.kernel.errors import Problem
from hallway.kernel.ids import uuid7
from hallway.kernel.pushes.message import Push
from hallway.services.chat.sockets import MAX_ROOMS, Join, join
from tests.chat.factories import ChatFactories
from tests.conftest import ConnectSocket, MakeUser, PassTime, Socket


class Page:
    """One connection, for what needs exact timing; `meanwhile` happens just before the socket is in a room."""

    def __init__(
        self, factories: ChatFactories, caller: Caller, meanwhile: Callable[[], Awaitable[object]] | None = None
    ) -> None:
        self.caller = caller
        self.apis: Apis = factories.apis
        self.socket_id = "page"
        self.channels: set[str] = set()
        self._meanwhile = meanwhile

    async def join(self, channel: str) -> None:
        if self._meanwhile:
            await self._meanwhile()
        self.channels.add(channel)

    async def leave(self, channel: str) -> None:
        self.channels.discard(channel)

    async def push(self, channel: str, push: Push, *, except_me: bool = False) -> None:
        raise AssertionError

    def signal(self, channel: str, key: str, push: Push) -> None:
        raise AssertionError


async def enter(socket: Socket, room_id: UUID, after: int | None = None) -> dict[str, object]:
    return await socket.value("chat.join", {"roomId": room_id, "after": after})


async def test_two_talk(factories: ChatFactories, make_user: MakeUser, connect_socket: ConnectSocket) -> None:
    ada, ben = await make_user("Ada Example"), await make_user("Ben Example")
    room = await factories.lobby(ada.caller, ben.caller)
    hers, his = await connect_socket(ada), await connect_socket(ben)
    for socket in (hers, his):
        joined = await enter(socket, room.id)
        assert (joined["revision"], joined["reset"], joined["messages"]) == (0, True, [])
    for n in range(1, 6):
        sender = hers if n % 2 else his
        id = uuid7()
        saved = await sender.value("chat.send", {"roomId": room.id, "id": id, "body": f"{n}"})
        assert (saved["id"], saved["seq"], saved["revision"]) == (str(id), n, n)
        for socket in (hers, his):
            pushed = await socket.until("chat.message")
            assert pushed["message"] == saved
    assert await his.value("chat.read", {"roomId": room.id, "seq": 5}) is None
    assert (await his.until("chat.read"))["seq"] == 5
    await his.value("chat.leave", {"roomId": room.id})
    await hers.value("chat.send", {"roomId": room.id, "id": uuid7(), "body": "Gone?"})
    await hers.until("chat.message")
    resumed = await enter(his, room.id, 5)
    assert [name for name, _ in his.pushes if name == "chat.message"] == []
    assert [message["body"] for message in resumed["messages"]] == ["Gone?"]  # type: ignore[index, union-attr]


async def test_typing_is_shown_to_those_in_the_room_by_those_in_the_room(
    factories: ChatFactories, make_user: MakeUser, connect_socket: ConnectSocket, pass_time: PassTime
) -> None:
    ada, ben, eve = [await make_user(f"{name} Example") for name in ("Ada", "Ben", "Eve")]
    room = await factories.lobby(ada.caller, ben.caller, eve.caller)
    hers, his, elsewhere = [await connect_socket(user) for user in (ada, ben, eve)]
    await enter(hers, room.id)
    await elsewhere.value("chat.typing", {"roomId": room.id})
    await enter(his, room.id)
    for _ in range(20):
        await his.value("chat.typing", {"roomId": room.id})
    assert await hers.until("chat.typing") == {"roomId": str(room.id), "userId": str(ben.id)}
    await pass_time(5)
    await his.value("chat.send", {"roomId": room.id, "id": uuid7(), "body": "Typed."})
    await hers.until("chat.message")
    more = [fields["userId"] for name, fields in hers.pushes if name == "chat.typing"]
    assert more in ([], [str(ben.id)], [str(ben.id)] * 2), "twenty became a few"


async def test_whoever_is_put_out_hears_no_more(
    factories: ChatFactories, make_user: MakeUser, connect_socket: ConnectSocket
) -> None:
    ada, ben = await make_user("Ada Example"), await make_user("Ben Example")
    event_id = await factories.event(ada.caller, ben.caller)
    room = await factories.chat.event_room(ada.caller, event_id)
    hers, his = await connect_socket(ada), await connect_socket(ben)
    for socket in (hers, his):
        await enter(socket, room.id)
    await factories.leave(event_id, ben.caller)
    await factories.facts_heard()
    await factories.say(ada.caller, room.id, "Is he gone?")
    await hers.until("chat.message")
    answer = await his.call("chat.send", {"roomId": room.id, "id": uuid7(), "body": "I am here"})
    assert [name for name, _ in his.pushes if name == "chat.message"] == []
    assert answer["error"]["code"] == "forbidden"


@pytest.mark.parametrize(
    ("name", "fields", "code"),
    [
        ("chat.join", {"roomId": uuid4(), "after": None}, "not_found"),
        ("chat.join", {"roomId": "x", "after": None}, "invalid"),
        ("chat.join", {"roomId": uuid4(), "after": "1"}, "invalid"),
        ("chat.join", {"roomId": uuid4()}, "invalid"),
        ("chat.send", {"roomId": uuid4(), "id": uuid4(), "body": "Hi"}, "not_found"),
        ("chat.send", {"roomId": uuid4(), "id": "1", "body": "Hi"}, "invalid"),
        ("chat.send", {"roomId": uuid4(), "id": uuid4(), "body": 5}, "invalid"),
        ("chat.send", {"roomId": uuid4(), "id": uuid4(), "body": ""}, "invalid"),
        ("chat.send", {"roomId": uuid4(), "id": uuid4(), "body": "x" * 4_001}, "too_large"),
        ("chat.send", {"roomId": uuid4(), "id": uuid4(), "body": "x", "senderId": uuid4()}, "invalid"),
        ("chat.read", {"roomId": uuid4(), "seq": 1}, "not_found"),
        ("chat.read", {"roomId": uuid4(), "seq": 1.5}, "invalid"),
        ("chat.read", {"roomId": uuid4(), "seq": -1}, "invalid"),
        ("chat.read", {"roomId": uuid4(), "seq": 2**53}, "invalid"),
        ("chat.join", {"roomId": uuid4(), "after": 10**30}, "invalid"),
    ],
)
async def test_hostile_messages_get_a_clear_answer(
    make_user: MakeUser, connect_socket: ConnectSocket, name: str, fields: dict[str, object], code: str
) -> None:
    socket = await connect_socket(await make_user("Eve Example"))
    answer = await socket.call(name, fields)
    assert answer["ok"] is False
    assert answer["error"]["code"] == code
    assert "Traceback" not in answer["error"]["message"]


async def test_what_is_said_while_joining_is_not_missed(factories: ChatFactories) -> None:
    ada, ben = await factories.people(2)
    room = await factories.lobby(ada, ben)
    early = await factories.say(ben, room.id, "Early")

    async def meanwhile() -> None:
        await factories.say(ben, room.id, "Just now")
        await factories.chat.remove(ben, early.id)

    page = Page(factories, ada, meanwhile)
    joined = await join(page, Join(room_id=room.id, after=None))
    assert [(message.seq, message.body, message.removed) for message in joined.messages] == [
        (1, "", True),
        (2, "Just now", False),
    ]
    assert (joined.revision, joined.reset) == (3, True)
    resumed = await join(Page(factories, ada), Join(room_id=room.id, after=2))
    assert ([message.seq for message in resumed.messages], resumed.reset) == ([1], False)


async def test_who_loses_the_right_while_joining_is_not_in(factories: ChatFactories) -> None:
    ada, ben = await factories.people(2)
    event_id = await factories.event(ada, ben)
    room = await factories.chat.event_room(ada, event_id)

    async def meanwhile() -> None:
        await factories.leave(event_id, ada)
        await factories.chat.revalidate_membership(service_caller("chat"), event_id, ada.require_user())

    page = Page(factories, ada, meanwhile)
    with pytest.raises(Problem) as problem:
        await join(page, Join(room_id=room.id, after=None))
    assert problem.value.code == "forbidden"
    assert page.channels == set()


async def test_a_page_is_in_a_bounded_number_of_rooms(factories: ChatFactories) -> None:
    ada = await factories.person()
    room = await factories.lobby(ada)
    page = Page(factories, ada)
    page.channels = {f"room:{uuid4()}" for _ in range(MAX_ROOMS)}
    with pytest.raises(Problem) as problem:
        await join(page, Join(room_id=room.id, after=None))
    assert problem.value.code == "too_many"
    page.channels.pop()
    await join(page, Join(room_id=room.id, after=None))
