"""Who is signed in: asked of the database, as an access token outlives its session by up to ten minutes. That is too
long for somebody who has been signed out by the account's owner and would now sign out the owner."""

from datetime import datetime
from uuid import UUID

from hallway.kernel.caller import Caller
from hallway.kernel.db.transaction import Tx
from hallway.kernel.errors import Problem
from hallway.services.auth import policy
from hallway.services.auth.sessions import repository


async def require_session(tx: Tx, caller: Caller, now: datetime) -> UUID:
    """The person whose living session the caller has; `unauthenticated` without one."""
    policy.require(caller, "use_account")
    if caller.session_id is None or not await repository.session_alive(tx.connection, caller.session_id, now):
        raise Problem("unauthenticated", "signedOut")
    return caller.require_user()
