"""How sessions end: removed, and announced to the services and to the gateways that hold their sockets."""

from uuid import UUID

from hallway.kernel.channels import GATEWAYS
from hallway.kernel.db.transaction import Tx
from hallway.kernel.pushes.message import EndSession
from hallway.services.auth.facts import SessionEnded
from hallway.services.auth.sessions import repository


async def end_session(tx: Tx, user_id: UUID, session_id: UUID) -> bool:
    """Sign this device of the person out everywhere at once; False if it is already."""
    ended = await repository.end_session(tx.connection, session_id, user_id)
    if ended:
        _announce(tx, user_id, session_id)
    return ended


async def end_other_sessions(tx: Tx, user_id: UUID, kept: UUID | None) -> int:
    """Sign all devices of the person out but `kept`; answers how many."""
    ended = await repository.end_sessions_but(tx.connection, user_id, kept)
    for session_id in ended:
        _announce(tx, user_id, session_id)
    return len(ended)


def _announce(tx: Tx, user_id: UUID, session_id: UUID) -> None:
    tx.record(SessionEnded(user_id=user_id, session_id=session_id))
    tx.push(GATEWAYS, EndSession(user_id=user_id, session_id=session_id))
