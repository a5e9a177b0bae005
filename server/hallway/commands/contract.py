"""Write contract/ anew from the code: the graph, the socket messages as JSON Schema, and the limits of texts."""

from argparse import ArgumentParser, Namespace
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final, TypeVar, get_type_hints

import msgspec

from hallway.bootstrap.registry import PARTS
from hallway.gateway.graphql import sdl_of
from hallway.kernel.channels import CHANNELS
from hallway.kernel.errors import Fault
from hallway.kernel.limits import limits_of
from hallway.kernel.pushes.message import GatewayCommand, Push
from hallway.kernel.settings import UPLOAD_BYTES

S = TypeVar("S", bound=msgspec.Struct)
FOLDER: Final = Path(__file__).resolve().parents[3] / "contract"


def arguments(parser: ArgumentParser) -> None:
    """--check."""
    parser.add_argument("--check", action="store_true", help="write nothing; fail if contract/ is not up to date")


async def run(given: Namespace, _: Mapping[str, str]) -> int:
    """Write, or compare; 1 if anything differs."""
    wanted = {"schema.graphql": schema(), "sockets.json": sockets(), "limits.json": limits()}
    stale = [name for name, text in wanted.items() if not _same(FOLDER / name, text)]
    if given.check:
        for name in stale:
            print(f"contract/{name} is not what the code says. Run `make contract` and look at the difference.")
        return 1 if stale else 0
    FOLDER.mkdir(exist_ok=True)
    for name in stale:
        (FOLDER / name).write_text(wanted[name])
    return 0


def schema() -> str:
    """The whole SDL."""
    return "\n".join(sdl_of([(part.folder / "schema.graphql").read_text() for part in PARTS]))


def sockets() -> str:
    """`{"pushes": {name: schema}, "requests": {name: {"payload", "value"}}, "problem": schema, "channels": {name:
    template}, "components": {name: schema}}`."""
    pushes = {kind.wire_name: kind for kind in _all(Push) if kind.wire_name and not issubclass(kind, GatewayCommand)}
    receivers = {name: entry for part in PARTS if part.sockets for name, entry in part.sockets.receivers.items()}
    requests = {name: (kind, get_type_hints(handler).get("return")) for name, (kind, handler) in receivers.items()}
    kinds: list[Any] = [*pushes.values(), *(kind for pair in requests.values() for kind in pair), Fault]
    schemas, components = msgspec.json.schema_components(
        kinds, schema_hook=_anything, ref_template="#/components/{name}"
    )
    known = iter(schemas)
    contract = {
        "pushes": {name: next(known) for name in pushes},
        "requests": {name: {"payload": next(known), "value": next(known)} for name in requests},
        "problem": next(known),
        "channels": {channel.prefix: channel.template for channel in CHANNELS},
        "components": components,
    }
    return _json(contract)


def limits() -> str:
    """`{input type or socket message: {field: {"max": characters, "items": how many}}}`, as the code cleans them; and
    `upload`, whose file has at most so many bytes."""
    kinds = {getattr(kind, "wire_name", "") or kind.__name__: kind for kind in _all(msgspec.Struct)}
    of_kinds = {name: found for name, kind in kinds.items() if (found := limits_of(kind))}
    return _json({**of_kinds, "upload": {"file": {"max": UPLOAD_BYTES}}})


def _anything(kind: type[object]) -> dict[str, object]:
    """The schema of a field that may hold any JSON."""
    if kind is object:
        return {"description": "Any JSON."}
    raise NotImplementedError


def _json(value: object) -> str:
    return msgspec.json.format(msgspec.json.encode(value, order="sorted"), indent=2).decode() + "\n"


def _all(kind: type[S]) -> Iterable[type[S]]:
    for child in kind.__subclasses__():
        if child.__module__.startswith("hallway."):
            yield child
        yield from _all(child)


def _same(path: Path, text: str) -> bool:
    return path.exists() and path.read_text() == text
