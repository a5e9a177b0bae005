"""The demo's invented people. That they are there in the demo only is in test_graph.py."""

from hallway.kernel.caller import ANONYMOUS, Caller, service_caller
from hallway.kernel.ids import uuid7
from hallway.services.auth.demo_api import NewUser
from tests.auth.factories import DEVICE, AuthFactories, as_user
from tests.support.factories import problem_of

SEED = service_caller("demo")


async def test_signing_in_as_a_persona(factories: AuthFactories) -> None:
    grace = NewUser(
        id=uuid7(), email="grace@demo.example", name="Grace Ode", roles=frozenset({"organiser"}),
        persona="organiser", persona_role="Runs the event",
    )  # fmt: skip
    plain = NewUser(id=uuid7(), email="bo@demo.example", name="Bo Tamm")
    await factories.demo.create_users(SEED, [grace, plain])
    await factories.demo.create_users(SEED, [NewUser(id=grace.id, email="new@demo.example", name="Else"), plain])
    assert [name for name, _ in await factories.facts()] == ["UserRegistered"] * 2
    [persona] = await factories.demo.personas(ANONYMOUS)
    assert (persona.key, persona.name, persona.role, persona.user_id) == (
        "organiser",
        "Grace Ode",
        "Runs the event",
        grace.id,
    )
    grant = await factories.demo.log_in_as_persona(ANONYMOUS, "organiser", DEVICE)
    assert grant.user.email == "grace@demo.example"
    assert (await factories.caller_of(grant.access_token)).roles == {"organiser"}
    for nobody in ("", "organiser' OR 1=1", "organiser\0", "\ud800", "x" * 100_000, str(plain.id)):
        assert (await problem_of(factories.demo.log_in_as_persona(ANONYMOUS, nobody, DEVICE))).code == "not_found"
    for password in ("", "None", "organiser"):  # no password is no empty password
        assert (
            await problem_of(factories.auth.log_in(ANONYMOUS, "grace@demo.example", password, DEVICE))
        ).code == "unauthenticated"


async def test_only_a_service_makes_accounts_without_a_password(factories: AuthFactories) -> None:
    grant = await factories.ada()
    forged = Caller(grant.user.id, grant.session_id, frozenset({"admin", "organiser", "service"}))
    for caller in (ANONYMOUS, as_user(grant), forged):
        work = factories.demo.create_users(caller, [NewUser(id=uuid7(), email="x@example.org", name="X")])
        assert (await problem_of(work)).code == "forbidden"
