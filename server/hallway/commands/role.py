"""Make somebody an administrator or an organiser of this installation, or nothing of it any more."""

from argparse import ArgumentParser, Namespace
from collections.abc import Mapping
from typing import Final, get_args

from hallway.bootstrap.process import build
from hallway.commands.environment import beside, settings_for
from hallway.commands.migrate import migrate_all
from hallway.kernel.apis import Apis
from hallway.kernel.caller import service_caller
from hallway.services.auth.api import Auth, PlatformRole

COMMAND: Final = service_caller("role")


def arguments(parser: ArgumentParser) -> None:
    """ROLE, EMAIL, --take."""
    about = "admin may do everything, and make organisers; an organiser may publish events where not everybody may"
    parser.add_argument("role", choices=get_args(PlatformRole), help=about)
    parser.add_argument("email", metavar="EMAIL", help="whose it is to be, who has an account here")
    parser.add_argument("--take", action="store_true", help="take it away instead")


async def run(given: Namespace, env: Mapping[str, str]) -> int:
    """Give or take the role, also beside a Hallway that is running on the same data."""
    async with settings_for(beside(env)) as settings:
        await migrate_all(settings.database_url)
        async with build(settings, {"auth"}) as app:
            print(await change(app.apis, given.role, given.email, held=not given.take))
    return 0


async def change(apis: Apis, role: PlatformRole, email: str, *, held: bool) -> str:
    """Give or take; what to say of it."""
    auth = apis.get(Auth)
    user = await auth.user_with_email(COMMAND, email)
    await auth.set_platform_role(COMMAND, user.id, role, held)
    now = "now" if held else "no longer"
    return f"{user.name} ({user.email}) is {now} {role}. Where they are signed in it is seen within ten minutes."
