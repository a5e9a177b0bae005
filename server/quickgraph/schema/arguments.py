"""Arguments of resolvers: GraphQL's coerced values converted to what a resolver's annotations say."""

import inspect
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from types import NoneType
from typing import Any, cast, get_args, get_type_hints

import msgspec

from quickgraph.schema.names import snake_case

Resolver = Callable[..., object]


class ArgumentError(ValueError):
    """Arguments that fit the schema and yet not the resolver's annotations. The message may be shown to the client."""


def annotations_of(resolver: object) -> dict[str, Any]:
    """Annotations by name. Raises NameError when one names what cannot be found."""
    inner: object = getattr(resolver, "func", resolver)
    if not inspect.isroutine(inner) and not isinstance(inner, type):
        inner = type(inner).__call__
    return get_type_hints(inner, include_extras=True)


class ArgumentConverter:
    """Converts the arguments of one field. `names` are the SDL's; the resolver takes them in snake_case, after
    `positional` parameters (context, parents). A resolver with `**rest` gets the rest as GraphQL has coerced it."""

    def __init__(self, resolver: Resolver, positional: int, names: Iterable[str]) -> None:
        annotations = annotations_of(resolver)
        parameters = list(inspect.signature(resolver).parameters.values())
        if not any(parameter.kind is parameter.VAR_POSITIONAL for parameter in parameters[:positional]):
            first = [p for p in parameters[:positional] if p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD)]
            if len(first) < positional:
                raise TypeError(f"it takes no {('context', 'parent')[len(first)]}")
        parameters = parameters[positional:]
        self.takes_rest = any(parameter.kind is parameter.VAR_KEYWORD for parameter in parameters)
        self.parameters = {p.name: p for p in parameters if p.kind in (p.KEYWORD_ONLY, p.POSITIONAL_OR_KEYWORD)}
        self.optional = {
            name
            for name, parameter in self.parameters.items()
            if parameter.default is not parameter.empty or NoneType in get_args(annotations.get(name))
        }
        fields: list[Any] = []
        for name, parameter in self.parameters.items():
            annotation = annotations.get(name, object)
            if parameter.default is not parameter.empty:
                fields.append((name, annotation, msgspec.field(default_factory=partial(_identity, parameter.default))))
            elif name in self.optional:
                fields.append((name, annotation, None))
            else:
                fields.append((name, annotation))
        rename = {snake_case(name): name for name in names}
        self._struct = msgspec.defstruct("Arguments", fields, rename=rename, kw_only=True)

    def convert(self, coerced: Mapping[str, object]) -> dict[str, object]:
        """Values by parameter name. Null is passed on where the annotation knows None, and means the default where it
        does not. Raises ArgumentError."""
        values: dict[str, object] = {}
        if self.takes_rest:
            given = {snake_case(name): value for name, value in coerced.items()}
            values = {name: value for name, value in given.items() if name not in self.parameters}
        if not self.parameters:
            return values
        try:
            converted = msgspec.convert(coerced, self._struct)
        except (msgspec.ValidationError, RecursionError):
            try:
                converted = msgspec.convert(_without_nulls(coerced), self._struct)
            except (msgspec.ValidationError, RecursionError) as error:
                raise ArgumentError(f"This does not fit: {error}.") from error
        for name in self.parameters:
            values[name] = getattr(converted, name)
        return values


def _identity(value: object) -> object:
    return value


def _without_nulls(value: object) -> object:
    if isinstance(value, Mapping):
        items = cast(Mapping[str, object], value).items()
        return {key: _without_nulls(item) for key, item in items if item is not None}
    if isinstance(value, list):
        return [_without_nulls(item) for item in cast(list[object], value)]
    return value
