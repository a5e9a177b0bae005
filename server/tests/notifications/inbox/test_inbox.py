"""Notifications: told once per occasion, counted exactly, in step on every device, nobody else's to see."""

import asyncio
from uuid import UUID

import msgspec
import pytest

from hallway.kernel.caller import ANONYMOUS
from hallway.kernel.errors import Problem
from hallway.services.notifications.api import Notifications
from hallway.services.notifications.inbox.service import MAX_TEXT
from tests.conftest import Client, ConnectSocket, MakeUser, Socket
from tests.notifications.factories import about, somebody
from tests.support.factories import TEST


async def test_a_notification_comes_once_per_key_however_often_it_is_sent(notifications: Notifications) -> None:
    ada, ben = somebody(), somebody()
    await asyncio.gather(*(notifications.notify(TEST, about(ada, ben, ada)) for _ in range(8)))
    for person in (ada, ben):
        found = await notifications.notifications(person)
        assert (len(found.items), found.unread, found.items[0].count) == (1, 1, 1)


async def test_unread_notifications_of_one_conversation_become_one(notifications: Notifications) -> None:
    ada = somebody()
    for step in (1, 2, 2, 1, 3):
        await notifications.notify(TEST, about(ada, key="room", merge=True, step=step))
    (item,) = (await notifications.notifications(ada)).items
    assert (item.count, item.subject) == (3, "room 3")
    await notifications.mark_read(ada, [])
    await notifications.notify(TEST, about(ada, key="room", merge=True, step=4))
    found = await notifications.notifications(ada)
    assert (found.unread, found.items[0].count, found.items[0].id) == (1, 1, item.id)


async def test_reading_where_it_happened_reads_the_notification_up_to_there(notifications: Notifications) -> None:
    ada = somebody()
    await notifications.notify(TEST, about(ada, key="room", merge=True, step=5))
    await notifications.mark_key_read(TEST, ada.require_user(), "room", 4)
    assert (await notifications.notifications(ada)).unread == 1
    await notifications.mark_key_read(TEST, ada.require_user(), "room", 5)
    assert (await notifications.notifications(ada)).unread == 0


async def test_pages_hold_every_notification_once_newest_first(notifications: Notifications) -> None:
    ada = somebody()
    for number in range(25):
        await notifications.notify(TEST, about(ada, key=str(number)))
    seen: list[str] = []
    after: UUID | None = None
    while True:
        found = await notifications.notifications(ada, after, 10)
        seen += [item.subject for item in found.items]
        if (after := found.next) is None:
            break
    assert seen == [f"{number} 0" for number in reversed(range(25))]


async def test_long_texts_are_cut_and_crowds_refused(notifications: Notifications) -> None:
    ada = somebody()
    long = msgspec.structs.replace(about(ada), subject="x" * 10_000)
    await notifications.notify(TEST, long)
    assert len((await notifications.notifications(ada)).items[0].subject) == MAX_TEXT
    with pytest.raises(Problem, match="at most"):
        await notifications.notify(TEST, about(*[ada] * 1_001))


async def test_nobody_reads_or_marks_anybody_elses(notifications: Notifications) -> None:
    ada, eve = somebody(), somebody()
    await notifications.notify(TEST, about(ada))
    (item,) = (await notifications.notifications(ada)).items
    assert await notifications.mark_read(eve, [item.id]) == 0
    assert (await notifications.notifications(eve, item.id)).items == []
    assert (await notifications.notifications(ada)).unread == 1
    for forbidden in (
        notifications.notify(eve, about(ada)),
        notifications.mark_key_read(eve, ada.require_user(), "a", 1),
    ):
        with pytest.raises(Problem) as refused:
            await forbidden
        assert refused.value.code == "forbidden"
    with pytest.raises(Problem) as refused:
        await notifications.notifications(ANONYMOUS)
    assert refused.value.code == "unauthenticated"


def follow(socket: Socket, items: dict[str, str | None], count: tuple[int, int]) -> tuple[int, int]:
    """What a page makes of the pushes so far: notifications by id, and the unread count with the highest revision."""
    for name, push in socket.pushes:
        if name == "notification.new":
            items[push["notification"]["id"]] = push["notification"]["readAt"]
        elif name == "notification.read":
            for id in push["ids"] or list(items):
                items[id] = items[id] or push["until"]
        if name.startswith("notification."):
            count = max(count, (push["revision"], push["unread"]))
    return count


async def test_state_before_and_pushes_make_the_state_after(
    notifications: Notifications, make_user: MakeUser, connect_socket: ConnectSocket
) -> None:
    """Many at once tell and read; a page that only listens ends with the same notifications and the same count."""
    ada = await make_user("Ada Example")
    socket = await connect_socket(ada)

    async def tell(number: int) -> None:
        await notifications.notify(TEST, about(ada.caller, key=str(number % 7), merge=True, step=number))
        if number % 5 == 0:
            await notifications.mark_read(ada.caller, [])

    await asyncio.gather(*(tell(number) for number in range(1, 60)))
    await notifications.notify(TEST, about(ada.caller, key="last"))
    last = await socket.until("notification.new", lambda push: push["notification"]["subject"] == "last 0")
    socket.pushes.append(("notification.new", last))
    truth = await notifications.notifications(ada.caller, limit=100)
    items: dict[str, str | None] = {}
    revision, unread = follow(socket, items, (0, 0))
    assert (revision, unread) == (truth.revision, truth.unread)
    assert set(items) == {str(item.id) for item in truth.items}


async def test_through_the_graph(notifications: Notifications, make_user: MakeUser, client: Client) -> None:
    ada, ben = await make_user("Ada Example"), await make_user("Ben Example")
    new = msgspec.structs.replace(about(ada.caller), actor_id=ben.id)
    await notifications.notify(TEST, new)
    query = """{
      notifications { unread next items { id kind subject readAt actor { name } } }
      notificationPreferences { kind inApp }
    }"""
    data = (await client.graphql(query, as_=ada))["data"]
    (item,) = data["notifications"]["items"]
    assert (item["actor"], item["readAt"], data["notifications"]["unread"]) == ({"name": "Ben Example"}, None, 1)
    marked = await client.graphql(
        "mutation ($ids: [ID!]!) { markNotificationsRead(ids: $ids) }", {"ids": [item["id"]]}, ada
    )
    assert marked["data"] == {"markNotificationsRead": 0}
    refused = await client.graphql(query)
    assert {error["extensions"]["code"] for error in refused["errors"]} == {"unauthenticated"}
