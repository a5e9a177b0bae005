"""The APIs that can be called from a process: which there are, and what a Protocol's method may say of itself."""

from collections.abc import Callable
from typing import Any, TypeVar, cast

from hallway.kernel.errors import Problem

A = TypeVar("A")
F = TypeVar("F", bound=Callable[..., Any])


def idempotent(method: F) -> F:
    """Mark a Protocol's method as safe to be called again when the answer was lost."""
    method.__hallway_idempotent__ = True  # type: ignore[attr-defined]
    return method


def is_idempotent(method: Callable[..., Any]) -> bool:
    """Whether the method was marked so."""
    return getattr(method, "__hallway_idempotent__", False)


def service_of(api: type[object]) -> str:
    """The service an API belongs to: `hallway.services.chat.api` is `chat`."""
    return api.__module__.split(".")[-2]


class Apis:
    """The implementations by API, here or in another process."""

    def __init__(self) -> None:
        self._apis: dict[type[object], object] = {}

    def add(self, api: type[A], implementation: A) -> None:
        """From now on `get(api)` answers `implementation`."""
        self._apis[api] = implementation

    def find(self, api: type[A]) -> A | None:
        """The implementation of `api`; None where this installation has none (the demo's, outside the demo)."""
        return cast(A | None, self._apis.get(api))

    def get(self, api: type[A]) -> A:
        """The implementation of `api`; `unavailable` where there is none."""
        found = self.find(api)
        if found is None:
            raise Problem("unavailable", "notInstalled", service=service_of(api))
        return found
