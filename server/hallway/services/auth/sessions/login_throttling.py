"""Login throttling: how often registering, signing in and refreshing may be tried."""

import hashlib
from datetime import timedelta
from typing import Final

from hallway.kernel.addresses import origin
from hallway.kernel.rate_limiter import RateLimiter, Use
from hallway.services.auth.api import Device

GUESSES: Final = (10, timedelta(minutes=5))
"""At one account from one address: more than a person with a bad memory needs."""
GUESSES_FROM_ANYWHERE: Final = (100, timedelta(hours=1))
"""At one account: a thousand machines that guess together get nowhere. A stranger can so keep somebody from signing in
for an hour, but not from going on where they are signed in."""
SIGN_INS: Final = (300, timedelta(minutes=5))
"""From one address: before the keynote a whole audience signs in behind the venue's one address."""
REGISTRATIONS: Final = (300, timedelta(minutes=10))
"""From one address: the same audience, of whom half are new."""
REFRESHES: Final = (1_200, timedelta(minutes=1))
"""From one address: 6,000 people with two devices each, behind one address, every ten minutes."""


class LoginThrottling:
    """Counts attempts; each method raises `too_many` when there have been too many."""

    def __init__(self, rate_limiter: RateLimiter) -> None:
        self._rate_limiter = rate_limiter

    async def register(self, device: Device) -> None:
        """A new account."""
        await self._rate_limiter.hit(f"auth.register:{origin(device.address)}", *REGISTRATIONS)

    async def sign_in(self, device: Device) -> None:
        """Signing in, to whichever account."""
        await self._rate_limiter.hit(f"auth.sign_in:{origin(device.address)}", *SIGN_INS)

    async def guess(self, device: Device, email: str) -> None:
        """A password for the account with this e-mail, whether there is one or not."""
        account = hashlib.sha256(email.encode(errors="replace")).hexdigest()  # no addresses of people in Redis
        await self._rate_limiter.hit(f"auth.guess:{origin(device.address)}:{account}", *GUESSES)
        await self._rate_limiter.hit(f"auth.guess:{account}", *GUESSES_FROM_ANYWHERE)

    async def refresh(self, device: Device) -> None:
        """A refresh token."""
        await self._rate_limiter.spend([Use(f"auth.refresh:{origin(device.address)}", *REFRESHES)])
