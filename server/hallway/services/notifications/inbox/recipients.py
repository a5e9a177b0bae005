"""Who is left out of a notification because of a block, and whether its actor is marked as of the team. Whoever
switched its kind off: see preferences."""

from uuid import UUID

from hallway.kernel.apis import Apis
from hallway.kernel.caller import service_caller
from hallway.services.events.api import Events
from hallway.services.notifications.api import NewNotification
from hallway.services.profiles.api import Profiles


async def without_blocked(apis: Apis, notification: NewNotification) -> list[UUID]:
    """The people it is for, without those who block the actor or are blocked by them."""
    if notification.actor_id is None:
        return notification.user_ids
    caller = service_caller("notifications")
    blocked = await apis.get(Profiles).blocked_among(caller, notification.actor_id, notification.user_ids)
    return [person for person in notification.user_ids if person not in blocked]


async def is_actor_in_team(apis: Apis, notification: NewNotification) -> bool:
    """Whether the actor is of the team of the event that it is about."""
    if notification.actor_id is None or notification.event_id is None:
        return False
    event_id = notification.event_id
    staff = await apis.get(Events).staff(service_caller("notifications"), [event_id])
    return any(one.user_id == notification.actor_id for one in staff.get(event_id, []))
