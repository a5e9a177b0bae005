"""What can be asked of auth: accounts, passwords, sessions, roles and the keys that tokens are signed with."""

from datetime import datetime
from typing import Annotated, Final, Literal, Protocol
from uuid import UUID

import msgspec

from hallway.kernel.apis import idempotent
from hallway.kernel.caller import Caller
from hallway.kernel.roles import WHOLE_EVENT, EventRole, RoleGrant, RoleScope
from hallway.kernel.text import Line, Verbatim

PlatformRole = Literal["admin", "organiser"]
LONGEST_NAME: Final = 80
LONGEST_EMAIL: Final = 254
"""RFC 5321 leaves no more for an address."""
SHORTEST_PASSWORD: Final = 10
LONGEST_PASSWORD: Final = 256
"""Longer than any sentence somebody remembers, short enough to cost nothing to normalise."""
Name = Annotated[str, Line(LONGEST_NAME, required=True)]
Email = Annotated[str, Line(LONGEST_EMAIL, required=True)]
Password = Annotated[str, Verbatim(LONGEST_PASSWORD, SHORTEST_PASSWORD)]


class Device(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Where a person signs in from, as the gateway sees it."""

    user_agent: str
    address: str


class User(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """An account, as its own holder sees it."""

    id: UUID
    name: str
    email: str
    roles: frozenset[PlatformRole]
    created_at: datetime
    language: str | None = None
    """What they read, by its tag; None: as their browser says."""


class TeamMember(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A person with roles in an event, the weightiest first. `invited` are those that the person has been asked to take
    and has not accepted: they are not held, and give no right."""

    user_id: UUID
    roles: list[RoleGrant]
    invited: list[RoleGrant] = []


class OfferedRoles(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """What one person has asked another to be in an event: the invitation as it stands, the weightiest role first."""

    event_id: UUID
    invited_by: UUID
    invited_at: datetime
    roles: list[RoleGrant]


class SessionGrant(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """What a successful sign-in or refresh hands to the gateway, which puts the tokens into cookies."""

    user: User
    session_id: UUID
    access_token: str
    access_expires_at: datetime
    refresh_token: str
    refresh_expires_at: datetime


class DeviceSession(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """One signed-in device of a person."""

    id: UUID
    label: str
    address: str
    created_at: datetime
    last_seen_at: datetime
    current: bool


class Accounts(Protocol):
    """Accounts by id and by e-mail address."""

    async def me(self, caller: Caller) -> User:
        """The account of the caller, who must be signed in."""
        ...

    @idempotent
    async def users(self, caller: Caller, ids: list[UUID]) -> list[User]:
        """For services only: accounts by id, in no order; unknown ids are left out."""
        ...

    @idempotent
    async def user_with_email(self, caller: Caller, email: str) -> User:
        """For services only; `not_found` when nobody has it."""
        ...

    @idempotent
    async def publishers(self, caller: Caller, user_ids: list[UUID]) -> list[UUID]:
        """Which of these people, 1,000 at most, may publish events in this installation: everybody, or only organisers
        and administrators (`HALLWAY_ORGANISERS`). For services and administrators, and for oneself alone."""
        ...

    async def set_language(self, caller: Caller, language: str | None) -> User:
        """What the caller reads from now on, in pages and mails: one of the languages there are (else `invalid`), or
        None for as the browser says."""
        ...

    async def set_platform_role(self, caller: Caller, user_id: UUID, role: PlatformRole, held: bool) -> None:
        """Give or take a role in the installation: by administrators that of an organiser, by services any. It counts
        at once where something is changed, and after ten minutes at most everywhere."""
        ...


class Passwords(Protocol):
    """Registering and signing in by password. Failures say the same, and take as long, whatever the reason."""

    async def register(
        self,
        caller: Caller,
        email: str,
        name: str,
        password: str,
        device: Device,
        events: list[str] | None = None,
        language: str | None = None,
    ) -> SessionGrant:
        """Make an account and sign it in; `language` is that of the page. `invalid` for a malformed e-mail or a weak
        password, such as a name of these events; `conflict` says no more than that this cannot be used and to sign in
        instead; `too_many` by account and address."""
        ...

    async def log_in(self, caller: Caller, email: str, password: str, device: Device) -> SessionGrant:
        """`unauthenticated` when e-mail and password do not fit together, without saying which."""
        ...


class Sessions(Protocol):
    """The sessions of signed-in devices, and their refresh tokens."""

    async def refresh(self, caller: Caller, refresh_token: str, device: Device) -> SessionGrant:
        """Trade a refresh token for the next. One used twice ends its family, except by tabs racing within 10 s."""
        ...

    async def log_out(self, caller: Caller, refresh_token: str) -> bool:
        """End the session the token belongs to; whether there was one."""
        ...

    @idempotent
    async def sessions(self, caller: Caller) -> list[DeviceSession]:
        """The caller's signed-in devices, this one first."""
        ...

    async def end_session(self, caller: Caller, session_id: UUID) -> None:
        """One's own only; `not_found` otherwise."""
        ...

    async def end_other_sessions(self, caller: Caller) -> int:
        """Sign out everywhere but here; answers how many."""
        ...

    @idempotent
    async def session_alive(self, caller: Caller, session_id: UUID) -> bool:
        """For services only."""
        ...


class Roles(Protocol):
    """The roles that people hold in events."""

    async def grant_event_role(
        self, caller: Caller, event_id: UUID, user_id: UUID, role: EventRole, scope: RoleScope = WHOLE_EVENT
    ) -> None:
        """One more role for a person. By a service, or by an owner or organiser of the event (only an owner makes
        owners). By a person for another it is an invitation, which gives nothing until it is accepted, unless that
        one has accepted a role of the whole event that weighs as much. Idempotent. `full` and `too_many` for more
        invitations than an event or a person has to send; `conflict` for somebody who has declined twice."""
        ...

    async def revoke_event_role(
        self,
        caller: Caller,
        event_id: UUID,
        user_id: UUID,
        role: EventRole | None = None,
        scope: RoleScope = WHOLE_EVENT,
    ) -> None:
        """Take this role away, or the invitation to it; without `role`, all that the person holds in the event,
        whatever the scope. Idempotent; `conflict` if the event would be left without an owner. What somebody offered
        to others and could not offer any more is taken back with it."""
        ...

    async def leave_event_team(self, caller: Caller, event_id: UUID) -> None:
        """Drop all that I hold in the event, and what I am invited to. Idempotent; `conflict` as for `revoke`."""
        ...

    @idempotent
    async def event_roles(self, caller: Caller, event_id: UUID, user_ids: list[UUID]) -> dict[UUID, list[RoleGrant]]:
        """For services only: people without a role are left out."""
        ...

    @idempotent
    async def event_team(self, caller: Caller, event_id: UUID) -> list[TeamMember]:
        """Everybody with a role in the event, owners first, and then who is invited to one, for a service and for its
        owners and organisers."""
        ...

    @idempotent
    async def event_staff(self, caller: Caller, event_ids: list[UUID]) -> dict[UUID, list[TeamMember]]:
        """For services only: who runs each of these whole events (`kernel.roles.STAFF`), by their weightiest role;
        events without are left out."""
        ...

    @idempotent
    async def team_events(self, caller: Caller, event_ids: list[UUID], user_ids: list[UUID]) -> dict[UUID, list[UUID]]:
        """For services only: in which of these events each of these people holds a role; who holds none is left out."""
        ...

    @idempotent
    async def events_of(self, caller: Caller, user_id: UUID) -> dict[UUID, list[RoleGrant]]:
        """For services only: the events in which this person has a role, and which."""
        ...


class Invitations(Protocol):
    """Roles that somebody was asked to take. Who asked sees and may do no more than before, until they are accepted."""

    @idempotent
    async def offered_roles(self, caller: Caller, user_id: UUID) -> list[OfferedRoles]:
        """For services only: what this person is asked to be, by event and who asked, the latest first, at most
        200."""
        ...

    async def accept_event_role(self, caller: Caller, event_id: UUID) -> None:
        """Take all roles that I am invited to in the event. Idempotent; `not_found` if there were none."""
        ...

    async def decline_event_role(self, caller: Caller, event_id: UUID) -> None:
        """Take none of them. Idempotent; `not_found` if there were none."""
        ...


class SigningKeys(Protocol):
    """The keys that access tokens are signed with."""

    @idempotent
    async def jwks(self, caller: Caller) -> dict[str, list[dict[str, str]]]:
        """The public keys, current and recent, as a JWK set."""
        ...


class Auth(Passwords, Roles, Invitations, Accounts, Sessions, SigningKeys, Protocol):
    """Everything that can be asked of auth."""
