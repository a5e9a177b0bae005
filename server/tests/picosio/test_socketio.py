"""Socket.IO v5 over plain sockets: namespaces, events, acknowledgements, binary, rooms, errors."""

import asyncio
import json
import logging

import pytest

from tests.conftest import PassTime
from tests.picosio.conftest import Running, Serve
from tests.picosio.wire import Poller, Ws
from tests.support.waiting import eventually


@pytest.fixture
async def ws(calm: Running) -> Ws:
    """A client in the main namespace."""
    return await Ws.connect(calm.port)


class TestConnect:
    @pytest.mark.parametrize("namespace", ["/", "/custom"])
    @pytest.mark.parametrize("auth", ["", '{"token":"123"}'])
    async def test_a_namespace(self, calm: Running, namespace: str, auth: str) -> None:
        ws = await Ws.open(calm.port)
        name = "" if namespace == "/" else f"{namespace},"
        ws.send(f"40{name}{auth}")
        answer = await ws.text()
        assert list(json.loads(answer.removeprefix(f"40{name}"))) == ["sid"]
        assert await ws.text() == f'42{name}["auth",{auth or "{}"}]'
        ws.abort()

    async def test_ids_are_of_the_socket_and_not_of_the_session(self, calm: Running) -> None:
        ws = await Ws.connect(calm.port)
        first = ws.socket_id
        await ws.enter("/custom")
        assert len({ws.sid, first, ws.socket_id}) == 3, "who sees a socket's id must not get at the session"
        ws.abort()

    async def test_unknown_namespace(self, calm: Running) -> None:
        ws = await Ws.open(calm.port)
        ws.send("40/random")
        assert await ws.text() == '44/random,{"message":"Invalid namespace"}'
        ws.send("40")
        assert (await ws.text()).startswith("40{"), "the connection is as good as before"
        ws.abort()

    async def test_refused_with_data(self, calm: Running) -> None:
        ws = await Ws.open(calm.port)
        ws.send('40/guarded,{"token":"wrong"}')
        refusal = json.loads((await ws.text()).removeprefix("44/guarded,"))
        assert refusal == {"message": "Not authorised", "data": {"code": "unauthenticated"}}
        ws.send('42/guarded,["message"]')
        ws.send("40")
        assert (await ws.text()).startswith("40{"), "nothing is said for a namespace that was not entered"

    async def test_accepted(self, calm: Running) -> None:
        ws = await Ws.open(calm.port)
        ws.send('40/guarded,{"token":"open sesame"}')
        assert (await ws.text()).startswith("40/guarded,{")
        assert await ws.text() == '42/guarded,["welcome"]'
        ws.abort()

    @pytest.mark.parametrize("packet", ["4abc", '42["message"]', "430[]", "41", "4", '40{"a"', "40[]", '40"x"', "401"])
    async def test_connect_comes_first_and_is_well_formed(self, calm: Running, packet: str) -> None:
        ws = await Ws.open(calm.port)
        ws.send(packet)
        await ws.gone()

    async def test_connecting_twice_is_not_two_sockets(self, ws: Ws, calm: Running) -> None:
        ws.send("40")
        end = await ws.gone()
        assert (end.code, end.reason) == (1008, "the namespace has been entered already")
        assert not list(calm.server.sockets())

    async def test_connect_timeout(self, serve: Serve, pass_time: PassTime) -> None:
        client = await Ws.open((await serve(ping_interval=100.0, connect_timeout=60.0)).port)
        await pass_time(61)
        assert (await client.dead()).code == 1008


class TestDisconnect:
    async def test_from_the_main_namespace(self, ws: Ws, calm: Running) -> None:
        ws.send("41")
        await eventually(lambda: not list(calm.server.sockets()))
        ws.abort()

    async def test_from_one_of_two(self, ws: Ws) -> None:
        await ws.enter("/custom")
        ws.send("41/custom,")
        ws.send('42["message","to the main one"]')
        assert await ws.text() == '42["message-back","to the main one"]'
        ws.abort()

    async def test_by_the_server(self, ws: Ws) -> None:
        ws.send('42["kick-me",false]')
        assert await ws.text() == "41"
        ws.abort()

    async def test_by_the_server_with_the_connection(self, ws: Ws) -> None:
        ws.send('42["kick-me",true]')
        await ws.gone()

    async def test_handlers_get_the_reason(self, calm: Running) -> None:
        reasons: list[str] = []

        @calm.server.namespace("/").disconnect
        async def disconnect(socket: object, reason: str) -> None:
            reasons.append(reason)

        leaving, aborting, kicked = [await Ws.connect(calm.port) for _ in range(3)]
        for number, leave in enumerate(
            (lambda: leaving.send("41"), aborting.abort, lambda: kicked.send('42["kick-me",false]')), 1
        ):
            leave()
            await eventually(lambda number=number: len(reasons) == number)
        assert reasons == ["client namespace disconnect", "transport close", "server namespace disconnect"]


class TestEvents:
    async def test_plain(self, ws: Ws) -> None:
        ws.send('42["message",1,"2",{"3":[true]}]')
        assert await ws.text() == '42["message-back",1,"2",{"3":[true]}]'

    async def test_many_in_order(self, ws: Ws) -> None:
        for number in range(200):
            ws.send(f'42["message",{number}]')
        assert [await ws.event("message-back") for _ in range(200)] == [[n] for n in range(200)]

    async def test_binary(self, ws: Ws) -> None:
        ws.send('452-["message",{"_placeholder":true,"num":0},{"_placeholder":true,"num":1}]')
        ws.send(b"\1\2\3")
        ws.send(b"\4\5\6")
        assert await ws.packet() == '452-["message-back",{"_placeholder":true,"num":0},{"_placeholder":true,"num":1}]'
        assert [await ws.packet(), await ws.packet()] == [b"\1\2\3", b"\4\5\6"]

    async def test_acknowledgements(self, ws: Ws) -> None:
        ws.send('42456["message-with-ack",1,"2",{"3":[false]}]')
        assert await ws.text() == '43456[1,"2",{"3":[false]}]'
        ws.send('420["message-with-ack"]')
        assert await ws.text() == "430[]"

    async def test_binary_acknowledgement(self, ws: Ws) -> None:
        ws.send('452-789["message-with-ack",{"_placeholder":true,"num":0},{"_placeholder":true,"num":1}]')
        ws.send(b"\1")
        ws.send(b"\2")
        assert await ws.packet() == '462-789[{"_placeholder":true,"num":0},{"_placeholder":true,"num":1}]'
        assert [await ws.packet(), await ws.packet()] == [b"\1", b"\2"]

    async def test_acknowledgement_in_a_namespace(self, calm: Running) -> None:
        ws = await Ws.connect(calm.port, "/custom")
        ws.send('42/custom,7["message-with-ack","x"]')
        assert await ws.text() == '43/custom,7["x"]'

    async def test_a_failing_handler_is_logged_and_acknowledged(self, ws: Ws, caplog: pytest.LogCaptureFixture) -> None:
        with caplog.at_level(logging.ERROR):
            ws.send('425["boom"]')
            answer = await ws.text()
        assert answer.startswith("435[")
        assert "RuntimeError" not in answer
        assert "a handler that fails" not in answer, "what went wrong inside is nobody's business"
        assert "a handler that fails" in caplog.text
        ws.send('42["message","well"]')
        assert await ws.event("message-back") == ["well"]

    async def test_the_client_acknowledges(self, ws: Ws) -> None:
        ws.send('421["ask-me",41]')
        question = await ws.text()
        number = question.removeprefix("42").split("[")[0]
        assert question == f'42{number}["question",41]'
        ws.send(f"43{number}[42]")
        assert await ws.text() == '431[{"answer":42}]'

    async def test_the_client_does_not_acknowledge(self, ws: Ws) -> None:
        ws.send('421["ask-me"]')
        await ws.text()
        assert await ws.text() == '431[{"answer":"too late"}]'

    async def test_acknowledgements_nobody_waits_for_are_ignored(self, ws: Ws) -> None:
        for packet in ("4312345[]", "430[1]", "43999999999999999999[]"[:17] + "[]"):
            ws.send(packet)
        ws.send('42["message",1]')
        assert await ws.event("message-back") == [1]

    async def test_another_socket_cannot_acknowledge(self, calm: Running) -> None:
        asking, other = await Ws.connect(calm.port), await Ws.connect(calm.port)
        asking.send('421["ask-me"]')
        number = (await asking.text()).removeprefix("42").split("[")[0]
        other.send(f'43{number}["forged"]')
        assert await asking.text() == '431[{"answer":"too late"}]'

    async def test_unknown_events_are_ignored(self, ws: Ws) -> None:
        ws.send('42["no such event",1]')
        ws.send('42["message",1]')
        assert await ws.event("message-back") == [1]

    async def test_a_handler_with_other_arguments(self, ws: Ws) -> None:
        """Arguments come from the client: too few or too many must be no more than that handler's failure."""
        ws.send('421["slow"]')
        ws.send('422["slow",0,0,0]')
        assert {(await ws.text())[:3] for _ in range(2)} == {"431", "432"}
        ws.send('42["message",1]')
        assert await ws.event("message-back") == [1]

    async def test_events_of_one_socket_wait_for_each_other(self, ws: Ws) -> None:
        ws.send('421["slow",0.1]')
        ws.send('422["message-with-ack",1]')
        assert [await ws.text(), await ws.text()] == ['431["done"]', "432[1]"]


class TestRooms:
    async def test_to_a_room_and_except(self, calm: Running) -> None:
        clients = [await Ws.connect(calm.port) for _ in range(3)]
        for client in clients[:2]:
            client.send('421["join","green"]')
            assert await client.text() == '431["in"]'
        clients[2].send('42["say","green","hello"]')
        assert [await client.event("said") for client in clients[:2]] == [["hello"]] * 2
        clients[0].send('42["say-others","green","psst"]')
        assert await clients[1].event("said") == ["psst"]
        for client in clients:
            client.send('42["message","end"]')
        assert await clients[0].text() == '42["message-back","end"]', "it was excepted"
        assert await clients[2].text() == '42["message-back","end"]', "it is not in the room"
        clients[0].send('422["leave","green"]')
        assert await clients[0].text() == '432["out"]'
        clients[2].send('42["say","green","again"]')
        assert await clients[1].event("said") == ["again"]
        clients[0].send('42["message","end"]')
        assert await clients[0].text() == '42["message-back","end"]'

    async def test_who_is_in_two_rooms_gets_it_once(self, calm: Running, ws: Ws) -> None:
        ws.send('421["join","a"]')
        ws.send('422["join","b"]')
        assert [await ws.text(), await ws.text()] == ['431["in"]', '432["in"]']
        calm.server.namespace("/").to("a", "b").emit("said", "once")
        ws.send('42["message","end"]')
        assert [await ws.text(), await ws.text()] == ['42["said","once"]', '42["message-back","end"]']

    async def test_order_between_turns_of_the_loop(self, calm: Running, ws: Ws) -> None:
        ws.send('421["join","a"]')
        await ws.text()
        namespace = calm.server.namespace("/")
        for number in range(0, 100, 2):
            namespace.to("a").emit("n", number)
            await asyncio.sleep(0)  # the order holds between turns of the loop
            next(iter(calm.server.sockets("a"))).emit("n", number + 1)
            await asyncio.sleep(0)
        assert [(await ws.event("n"))[0] for _ in range(100)] == list(range(100))

    async def test_ready_events_and_binary_for_all(self, calm: Running) -> None:
        poller = await Poller.open(calm.port)
        await poller.connect()
        ws = await Ws.connect(calm.port)
        calm.server.namespace("/").to().write(b'["ready",{"n":1}]')
        assert await ws.text() == '42["ready",{"n":1}]'
        assert await poller.packets(1) == ['42["ready",{"n":1}]']
        calm.server.namespace("/").to().emit("bytes", b"\0\1")
        assert [await ws.packet(), await ws.packet()] == ['451-["bytes",{"_placeholder":true,"num":0}]', b"\0\1"]
        assert await poller.packets(2) == ['451-["bytes",{"_placeholder":true,"num":0}]', "bAAE="]

    async def test_a_single_socket_by_its_id(self, calm: Running) -> None:
        one, other = await Ws.connect(calm.port), await Ws.connect(calm.port)
        namespace = calm.server.namespace("/")
        namespace.to(one.socket_id).emit("said", "to one")
        namespace.except_(one.socket_id).emit("said", "to the others")
        assert await one.event("said") == ["to one"]
        assert await other.event("said") == ["to the others"]

    async def test_acknowledgements_of_all(self, calm: Running) -> None:
        clients = [await Ws.connect(calm.port) for _ in range(3)]
        asked = asyncio.create_task(calm.server.namespace("/").to().call("vote", timeout=2))
        for number, client in enumerate(clients):
            question = await client.text()
            client.send(f"43{question.removeprefix('42').split('[')[0]}[{number}]")
        assert sorted(await asked) == [0, 1, 2]

    async def test_disconnected_sockets_are_in_no_room(self, calm: Running, ws: Ws) -> None:
        ws.send('421["join","a"]')
        await ws.text()
        assert len(list(calm.server.sockets("a"))) == 1
        ws.abort()
        await eventually(lambda: not list(calm.server.sockets("a")))
        assert not list(calm.server.sockets())
