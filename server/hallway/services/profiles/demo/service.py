"""Profiles of the demo's invented people."""

from hallway.kernel.caller import Caller
from hallway.kernel.errors import Problem
from hallway.services.profiles.demo_api import DemoProfiles, SeedProfile
from hallway.services.profiles.people.service import MOST_PEOPLE, put_profile
from hallway.services.profiles.policy import WithPolicy


class DemoProfilesService(WithPolicy, DemoProfiles):
    """Fulfils `DemoProfiles`."""

    async def seed(self, caller: Caller, profiles: list[SeedProfile]) -> None:
        await self.policy.require(caller, "ask_as_service")
        if len(profiles) > MOST_PEOPLE:
            raise Problem("too_large", "askForFewer", limit=MOST_PEOPLE)
        async with self.context.db.transaction() as tx:
            for one in sorted(profiles, key=lambda one: one.user_id):  # two at once lock rows in one order
                await put_profile(tx, one.user_id, one.profile)
