"""Accounts, as services and their own people see them."""

from hallway.kernel.caller import ANONYMOUS, Caller, service_caller
from hallway.kernel.ids import uuid7
from tests.auth.factories import AuthFactories, as_user
from tests.support.factories import problem_of

SEED = service_caller("demo")


async def test_what_is_for_services_is_for_services(factories: AuthFactories) -> None:
    grant = await factories.ada()
    forged = Caller(grant.user.id, grant.session_id, frozenset({"admin", "organiser", "service"}))
    for caller in (ANONYMOUS, as_user(grant), forged):
        for work in (
            factories.auth.users(caller, [grant.user.id]),
            factories.auth.session_alive(caller, grant.session_id),
            factories.auth.event_roles(caller, uuid7(), [grant.user.id]),
            factories.auth.events_of(caller, grant.user.id),
            factories.auth.user_with_email(caller, grant.user.email),
        ):
            assert (await problem_of(work)).code == "forbidden"
    assert await factories.auth.users(SEED, [uuid7(), grant.user.id]) == [grant.user]
    assert (await problem_of(factories.auth.me(ANONYMOUS))).code == "unauthenticated"
    assert (await problem_of(factories.auth.me(Caller(uuid7())))).code == "unauthenticated"
    assert await factories.auth.user_with_email(SEED, " ADA@example.org") == grant.user
    assert (await problem_of(factories.auth.user_with_email(SEED, "bo@example.org"))).code == "not_found"


async def test_a_language_is_kept_for_the_person(factories: AuthFactories) -> None:
    grant = await factories.ada()
    me = as_user(grant)
    assert (await factories.auth.me(me)).language is None
    assert (await factories.auth.set_language(me, "de")).language == "de"
    assert (await factories.auth.users(SEED, [grant.user.id]))[0].language == "de"
    refused = await problem_of(factories.auth.set_language(me, "../en"))
    assert (refused.code, refused.data.field) == ("invalid", "language")
    assert (await problem_of(factories.auth.set_language(ANONYMOUS, "de"))).code == "unauthenticated"
    assert (await factories.auth.set_language(me, None)).language is None
