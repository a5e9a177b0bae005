"""What auth sends to open pages."""

from uuid import UUID

from hallway.kernel.push_messages import Push


class SessionEndedPush(Push, frozen=True, kw_only=True, name="session.ended"):
    """Sent to `user:<id>`; the gateways close the sockets of that session right after."""

    session_id: UUID
