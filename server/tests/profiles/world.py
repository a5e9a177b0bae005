"""What tests do before they meet: people and events, and the facts that profiles records."""

from collections.abc import Awaitable

from tests.support.factories import TEST, Factories, problem_of

__all__ = ["TEST", "World", "refused"]
World = Factories


async def refused(call: Awaitable[object]) -> str:
    """The code of the Problem that the call must end with."""
    return (await problem_of(call)).code
