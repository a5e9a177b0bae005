"""Notices: told once per occasion, counted exactly, in step on every device, nobody else's to see."""

import asyncio
from uuid import UUID, uuid4

import msgspec
import pytest

from hallway.kernel.apis import Apis
from hallway.kernel.caller import ANONYMOUS, Caller, service_caller
from hallway.kernel.errors import Problem
from hallway.kernel.ids import uuid7
from hallway.services.notifications.api import NewNotice, NoticeKind, Notifications, Preference
from hallway.services.notifications.service import KINDS, LONGEST_TEXT
from tests.conftest import Client, ConnectSocket, MakeUser, Socket

TEST = service_caller("test")


def somebody() -> Caller:
    """A person of whom notifications knows the id only."""
    return Caller(user_id=uuid4(), session_id=uuid7())


def about(*people: Caller, key: str = "a", kind: NoticeKind = "match", merge: bool = False, step: int = 0) -> NewNotice:
    """A notice for these people."""
    ids = [person.require_user() for person in people]
    return NewNotice(user_ids=ids, kind=kind, key=key, subject=f"{key} {step}", link="/here", merge=merge, step=step)


@pytest.fixture
def notifications(apis: Apis) -> Notifications:
    """The service, in this process."""
    return apis.get(Notifications)


async def test_a_notice_comes_once_per_key_however_often_it_is_sent(notifications: Notifications) -> None:
    ada, ben = somebody(), somebody()
    await asyncio.gather(*(notifications.notify(TEST, about(ada, ben, ada)) for _ in range(8)))
    for person in (ada, ben):
        found = await notifications.notices(person)
        assert (len(found.items), found.unread, found.items[0].count) == (1, 1, 1)


async def test_unread_notices_of_one_conversation_become_one(notifications: Notifications) -> None:
    ada = somebody()
    for step in (1, 2, 2, 1, 3):
        await notifications.notify(TEST, about(ada, key="room", merge=True, step=step))
    (notice,) = (await notifications.notices(ada)).items
    assert (notice.count, notice.subject) == (3, "room 3")
    await notifications.mark_read(ada, [])
    await notifications.notify(TEST, about(ada, key="room", merge=True, step=4))
    found = await notifications.notices(ada)
    assert (found.unread, found.items[0].count, found.items[0].id) == (1, 1, notice.id)


async def test_reading_where_it_happened_reads_the_notice_up_to_there(notifications: Notifications) -> None:
    ada = somebody()
    await notifications.notify(TEST, about(ada, key="room", merge=True, step=5))
    await notifications.mark_key_read(TEST, ada.require_user(), "room", 4)
    assert (await notifications.notices(ada)).unread == 1
    await notifications.mark_key_read(TEST, ada.require_user(), "room", 5)
    assert (await notifications.notices(ada)).unread == 0


async def test_a_kind_switched_off_is_not_told(notifications: Notifications) -> None:
    ada = somebody()
    await notifications.set_preference(ada, Preference(kind="mention", in_app=False))
    await notifications.notify(TEST, about(ada, key="m", kind="mention"))
    await notifications.notify(TEST, about(ada, key="n", kind="call"))
    assert [notice.kind for notice in (await notifications.notices(ada)).items] == ["call"]
    chosen = await notifications.preferences(ada)
    assert [preference.kind for preference in chosen] == list(KINDS)
    assert [preference.kind for preference in chosen if not preference.in_app] == ["mention"]


async def test_pages_hold_every_notice_once_newest_first(notifications: Notifications) -> None:
    ada = somebody()
    for number in range(25):
        await notifications.notify(TEST, about(ada, key=str(number)))
    seen: list[str] = []
    after: UUID | None = None
    while True:
        found = await notifications.notices(ada, after, 10)
        seen += [notice.subject for notice in found.items]
        if (after := found.next) is None:
            break
    assert seen == [f"{number} 0" for number in reversed(range(25))]


async def test_long_texts_are_cut_and_crowds_refused(notifications: Notifications) -> None:
    ada = somebody()
    long = msgspec.structs.replace(about(ada), subject="x" * 10_000)
    await notifications.notify(TEST, long)
    assert len((await notifications.notices(ada)).items[0].subject) == LONGEST_TEXT
    with pytest.raises(Problem, match="At most"):
        await notifications.notify(TEST, about(*[ada] * 1_001))


async def test_nobody_reads_or_marks_anybody_elses(notifications: Notifications) -> None:
    ada, eve = somebody(), somebody()
    await notifications.notify(TEST, about(ada))
    (notice,) = (await notifications.notices(ada)).items
    assert await notifications.mark_read(eve, [notice.id]) == 0
    assert (await notifications.notices(eve, notice.id)).items == []
    assert (await notifications.notices(ada)).unread == 1
    for forbidden in (
        notifications.notify(eve, about(ada)),
        notifications.mark_key_read(eve, ada.require_user(), "a", 1),
    ):
        with pytest.raises(Problem) as refused:
            await forbidden
        assert refused.value.code == "forbidden"
    with pytest.raises(Problem) as refused:
        await notifications.notices(ANONYMOUS)
    assert refused.value.code == "unauthenticated"


def follow(socket: Socket, notices: dict[str, str | None], count: tuple[int, int]) -> tuple[int, int]:
    """What a page makes of the pushes so far: notices by id, and the unread count with the highest revision."""
    for name, push in socket.pushes:
        if name == "notice.new":
            notices[push["notice"]["id"]] = push["notice"]["readAt"]
        elif name == "notice.read":
            for id in push["ids"] or list(notices):
                notices[id] = notices[id] or push["until"]
        if name.startswith("notice."):
            count = max(count, (push["revision"], push["unread"]))
    return count


async def test_state_before_and_pushes_make_the_state_after(
    notifications: Notifications, make_user: MakeUser, connect_socket: ConnectSocket
) -> None:
    """Many at once tell and read; a page that only listens ends with the same notices and the same count."""
    ada = await make_user("Ada Example")
    socket = await connect_socket(ada)

    async def tell(number: int) -> None:
        await notifications.notify(TEST, about(ada.caller, key=str(number % 7), merge=True, step=number))
        if number % 5 == 0:
            await notifications.mark_read(ada.caller, [])

    await asyncio.gather(*(tell(number) for number in range(1, 60)))
    await notifications.notify(TEST, about(ada.caller, key="last"))
    last = await socket.until("notice.new", lambda push: push["notice"]["subject"] == "last 0")
    socket.pushes.append(("notice.new", last))
    truth = await notifications.notices(ada.caller, limit=100)
    notices: dict[str, str | None] = {}
    revision, unread = follow(socket, notices, (0, 0))
    assert (revision, unread) == (truth.revision, truth.unread)
    assert set(notices) == {str(notice.id) for notice in truth.items}


async def test_through_the_graph(notifications: Notifications, make_user: MakeUser, client: Client) -> None:
    ada, ben = await make_user("Ada Example"), await make_user("Ben Example")
    notice = msgspec.structs.replace(about(ada.caller), actor_id=ben.id)
    await notifications.notify(TEST, notice)
    query = (
        "{ notices { unread next items { id kind subject readAt actor { name } } } noticePreferences { kind inApp } }"
    )
    data = (await client.graphql(query, as_=ada))["data"]
    (item,) = data["notices"]["items"]
    assert (item["actor"], item["readAt"], data["notices"]["unread"]) == ({"name": "Ben Example"}, None, 1)
    marked = await client.graphql("mutation ($ids: [ID!]!) { markNoticesRead(ids: $ids) }", {"ids": [item["id"]]}, ada)
    assert marked["data"] == {"markNoticesRead": 0}
    refused = await client.graphql(query)
    assert {error["extensions"]["code"] for error in refused["errors"]} == {"unauthenticated"}
