"""The app starts, and says honestly how it is."""

from tests.conftest import Client, ConnectSocket, MakeUser


async def test_health(client: Client) -> None:
    assert (await client.request("GET", "/healthz")).status == 200
    ready = await client.request("GET", "/readyz")
    assert ready.status == 200, await ready.text()


async def test_pages_are_down(client: Client) -> None:
    answer = await client.request("GET", "/some/page?q=1")
    assert answer.status == 502
    assert "The pages are not up yet" in await answer.text()


async def test_socket(connect_socket: ConnectSocket, make_user: MakeUser) -> None:
    socket = await connect_socket(await make_user("Ada Lindqvist"))
    assert await socket.call("no.such") == {
        "ok": False,
        "error": {
            "code": "invalid",
            "message": "There is no no.such here.",
            "data": {},
            "key": "noSuchOperation",
            "values": {"name": "no.such"},
        },
    }
