"""The audit log: sign-ins and sign-outs, refusals, role changes, take-downs and limits hit, all in one form.

One line each, `event: audit`, on the log that everything else is on: what happened, to whom or what (`on`), who did it,
how it ended, from which address, and the request's id, by which the lines of several processes find each other. Never
in it: tokens, passwords, names, e-mail addresses."""

from contextvars import ContextVar
from typing import Final, Literal

import structlog

from hallway.kernel.caller import ANONYMOUS, Caller
from hallway.kernel.errors import Problem

What = Literal["sign_in", "register", "refresh", "sign_out", "access", "role", "event", "limit"]
"""`event` is one that an administrator took down or gave back; `access` is a request, field or message that was refused
for want of a right; `limit` is one that came too often."""
Outcome = Literal["ok", "failed", "refused"]
LONGEST: Final = 200

_address: ContextVar[str] = ContextVar("audit_address", default="")
_caller: ContextVar[Caller] = ContextVar("audit_caller", default=ANONYMOUS)
_on: ContextVar[str] = ContextVar("audit_on", default="")


def begin_work(on: str, address: str, caller: Caller = ANONYMOUS) -> None:
    """What this task does from now on is the request, query or message `on`, of somebody at this address."""
    _on.set(on)
    _address.set(address)
    _caller.set(caller)


def working_for(caller: Caller, on: str = "") -> None:
    """That somebody is known to be this caller; what they want is told more exactly by `on`."""
    _caller.set(caller)
    if on:
        _on.set(on)


def audit(
    what: What,
    outcome: Outcome,
    *,
    by: Caller | None = None,
    on: str = "",
    address: str = "",
    why: str = "",
    **more: str | int,
) -> None:
    """Log one line. `on` names the object by kind and id (`event:0192…`), `why` is a code. Who did it and from where is
    known of requests, and need be given only where it is not."""
    fields = {"who": _who(by or _caller.get()), "on": on, "address": address or _address.get(), "why": why, **more}
    said = {name: _plain(value) for name, value in fields.items() if value != ""}
    log = structlog.get_logger("audit")
    (log.info if outcome == "ok" else log.warning)("audit", what=what, outcome=outcome, **said)


def audit_problem(problem: Problem) -> None:
    """Log a Problem at the edge where it is answered, if it is a refusal: of what this task works for. Limits log
    themselves, once each time."""
    if problem.code == "forbidden":
        audit("access", "refused", on=_on.get(), why=problem.code)


def _who(caller: Caller) -> str:
    if caller.kind == "service":
        return f"service:{caller.service}"
    return f"{caller.kind}:{caller.user_id}" if caller.user_id else caller.kind


def _plain(value: str | int) -> str | int:
    """Without line breaks, escape sequences and half characters: what others typed makes no line of its own."""
    if isinstance(value, int):
        return value
    return "".join(letter if letter.isprintable() else f"\\u{ord(letter):04x}" for letter in value[:LONGEST])
