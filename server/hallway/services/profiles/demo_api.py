"""What the demo needs of profiles and no user may do."""

from typing import Protocol
from uuid import UUID

import msgspec

from hallway.kernel.caller import Caller
from hallway.services.profiles.api import ProfileInput


class SeedProfile(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A profile to be made for somebody else."""

    user_id: UUID
    profile: ProfileInput


class DemoProfiles(Protocol):
    """There in the demo only, and for services only."""

    async def seed(self, caller: Caller, profiles: list[SeedProfile]) -> None:
        """Make or replace up to 1,000 profiles."""
        ...
