"""Which kinds of notifications each person wants."""

from typing import Final, get_args

from hallway.kernel.caller import Caller
from hallway.kernel.service import Service, ServiceContext
from hallway.services.notifications.api import NotificationKind, NotificationPreference, Preferences
from hallway.services.notifications.policy import NotificationPolicy
from hallway.services.notifications.preferences import repository

KINDS: Final[tuple[NotificationKind, ...]] = get_args(NotificationKind)


class PreferenceService(Service, Preferences):
    """Fulfils `Preferences`."""

    def __init__(self, context: ServiceContext) -> None:
        super().__init__(context)
        self._preference_policy = NotificationPolicy()

    async def preferences(self, caller: Caller) -> list[NotificationPreference]:
        user_id = caller.require_user()
        await self._preference_policy.require(caller, "see_preferences", [user_id])
        async with self.context.db.transaction(readonly=True) as tx:
            chosen = await repository.preferences(tx.connection, user_id)
        return [NotificationPreference(kind=kind, in_app=chosen.get(kind, True)) for kind in KINDS]

    async def set_preference(self, caller: Caller, preference: NotificationPreference) -> None:
        user_id = caller.require_user()
        await self._preference_policy.require(caller, "set_preference", [user_id])
        async with self.context.db.transaction() as tx:
            await repository.set_preference(tx.connection, user_id, preference.kind, preference.in_app)
