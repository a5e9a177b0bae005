"""What is taken back is told no more: removed messages, and what came from somebody who is blocked now."""

from typing import Any

import pytest

from hallway.bootstrap.process import App
from hallway.kernel.apis import Apis
from hallway.kernel.ids import uuid7
from hallway.services.chat.api import Chat, Message, Room
from hallway.services.notifications.api import Notification, Notifications
from tests.conftest import ConnectSocket, MakeUser, Socket, User
from tests.support.factories import Factories
from tests.support.recorder import facts_heard


class Story:
    """Ada writes to Ben, whose page is open."""

    def __init__(self, app: App, ada: User, ben: User, room: Room, lobby: Room, page: Socket) -> None:
        self.app, self.ada, self.ben, self.room, self.lobby, self.page = app, ada, ben, room, lobby, page
        self.chat = app.apis.get(Chat)

    async def heard(self) -> None:
        """Everybody has reacted to everything."""
        await facts_heard(self.app.settings.database_url)

    async def say(self, *texts: str) -> list[Message]:
        """Ada writes to Ben."""
        said = [await self.chat.send(self.ada.caller, self.room.id, uuid7(), text) for text in texts]
        await self.heard()
        return said

    async def remove(self, message: Message) -> None:
        """Ada removes it."""
        await self.chat.remove(self.ada.caller, message.id)
        await self.heard()

    async def told(self) -> tuple[list[Notification], int]:
        """What Ben's notifications of Ada's words are, and how many of all are unread."""
        page = await self.app.apis.get(Notifications).notifications(self.ben.caller)
        return [item for item in page.items if item.kind in ("direct", "mention")], page.unread


@pytest.fixture
async def story(hallway: App, apis: Apis, make_user: MakeUser, connect_socket: ConnectSocket) -> Story:
    factories = Factories(apis)
    ada, ben = await make_user("Ada Example"), await make_user("Ben Example")
    event_id = await factories.open_event(ada.caller, ben.caller)
    await factories.match(event_id, ada.caller, ben.caller)
    chat = apis.get(Chat)
    room, lobby = await chat.direct_room(ada.caller, ben.id), await chat.event_room(ada.caller, event_id)
    await facts_heard(hallway.settings.database_url)
    await apis.get(Notifications).mark_read(ben.caller, [])
    return Story(hallway, ada, ben, room, lobby, await connect_socket(ben))


async def revised(page: Socket) -> dict[str, Any]:
    """What the page is told."""
    return await page.until("notification.revised")


async def test_the_only_message_takes_its_notification_with_it(story: Story) -> None:
    [secret] = await story.say("My number is 12345")
    [told], unread = await story.told()
    assert (told.subject, unread) == ("My number is 12345", 1)
    await story.remove(secret)
    assert await story.told() == ([], 0)
    push = await revised(story.page)
    assert (push["removed"], push["changed"], push["unread"]) == ([str(told.id)], [], 0)
    read = await story.page.until("chat.read")
    assert (read["roomId"], read["unread"]) == (str(story.room.id), 0)
    [conversation] = await story.chat.conversations(story.ben.caller)
    assert conversation.last
    assert (conversation.unread, conversation.last.body, conversation.last.removed) == (0, "", True)


async def test_of_several_the_others_are_still_told(story: Story) -> None:
    first, second, third = await story.say("One", "Two", "Three")
    await story.remove(third)
    [told], unread = await story.told()
    assert (told.subject, told.count, unread) == ("Two", 2, 1)
    push = await revised(story.page)
    assert [one["subject"] for one in push["changed"]] == ["Two"]
    await story.remove(first)
    [told], _ = await story.told()
    assert (told.subject, told.count) == ("Two", 1)
    await story.remove(second)
    assert await story.told() == ([], 0)


async def test_what_was_read_is_withdrawn_too_and_what_came_before_is_not_counted(story: Story) -> None:
    [read] = await story.say("Read")
    await story.app.apis.get(Notifications).mark_read(story.ben.caller, [])
    new, other = await story.say("New", "Other")
    await story.remove(read)
    [told], _ = await story.told()
    assert (told.subject, told.count) == ("Other", 2)
    await story.remove(other)
    [told], _ = await story.told()
    assert (told.subject, told.count) == ("New", 1)
    await story.chat.read(story.ben.caller, story.room.id, new.seq)
    await story.heard()
    [told], unread = await story.told()
    assert told.read_at is not None
    assert unread == 0
    await story.remove(new)
    assert await story.told() == ([], 0)


async def test_a_mention_goes_with_its_message(story: Story) -> None:
    body = f"@[Ben]({story.ben.id}) call 12345"
    said = await story.chat.send(story.ada.caller, story.lobby.id, uuid7(), body)
    await story.heard()
    [told], unread = await story.told()
    assert (told.kind, unread) == ("mention", 1)
    await story.remove(said)
    assert await story.told() == ([], 0)
    assert (await revised(story.page))["removed"] == [str(told.id)]


async def test_a_message_that_is_removed_before_it_is_told_is_not_told(story: Story) -> None:
    said = await story.chat.send(story.ada.caller, story.room.id, uuid7(), "12345")
    await story.chat.remove(story.ada.caller, said.id)
    await story.heard()
    assert await story.told() == ([], 0)


async def test_the_blocker_has_nothing_of_the_other_any_more_and_the_other_notices_nothing(story: Story) -> None:
    await story.say("Hello")
    notifications = story.app.apis.get(Notifications)
    before = await notifications.notifications(story.ada.caller)
    factories = Factories(story.app.apis)
    await factories.block(story.ben.caller, story.ada.caller)
    await story.heard()
    assert (await notifications.notifications(story.ben.caller)).items == []
    assert (await revised(story.page))["unread"] == 0
    assert await notifications.notifications(story.ada.caller) == before
