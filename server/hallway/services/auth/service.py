"""The whole of auth."""

from hallway.services.auth.accounts.service import AccountsService
from hallway.services.auth.api import Auth
from hallway.services.auth.passwords.service import PasswordsService
from hallway.services.auth.roles.invitations import InvitationsService
from hallway.services.auth.roles.service import RolesService
from hallway.services.auth.sessions.service import SessionsService
from hallway.services.auth.signing_keys.service import SigningKeysService


class AuthService(
    PasswordsService, RolesService, InvitationsService, AccountsService, SessionsService, SigningKeysService, Auth
):
    """Fulfils `Auth`: one class per subject."""
