"""The limits that input types carry, as the contract tells them to the web: written once, on the field itself."""

from dataclasses import dataclass

import msgspec

from hallway.kernel.annotations import annotated
from hallway.kernel.text import RULES, Items, Rule, Verbatim


@dataclass(frozen=True)
class Bounds:
    """Annotates a number with the least and the most it may be, or the end of a span with how many seconds after its
    start it may be. Its service's validation says so kindly, from the same numbers."""

    min: int
    max: int


def limits_of(struct: type[msgspec.Struct]) -> dict[str, dict[str, int]]:
    """The limits of each annotated field, by its name on the wire: `max` characters, `items`, `min`."""
    found: dict[str, dict[str, int]] = {}
    for field in msgspec.structs.fields(struct):
        if rule := annotated(field.type, *RULES, Bounds):
            found[field.encode_name] = _limits(rule)
    return found


def _limits(rule: Rule | Bounds) -> dict[str, int]:
    match rule:
        case Items():
            return {"max": rule.each.max, "items": rule.max}
        case Bounds():
            return {"min": rule.min, "max": rule.max}
        case Verbatim() if rule.min:
            return {"min": rule.min, "max": rule.max}
        case _:
            return {"max": rule.max}
