"""Follows the schema from its roots through the annotations of resolvers and values, and names what does not fit."""

import types as kinds
from collections.abc import Mapping
from enum import Enum
from typing import Annotated, Any, Literal, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from graphql import (
    GraphQLObjectType,
    GraphQLSchema,
    GraphQLType,
    get_named_type,
    is_abstract_type,
    is_object_type,
    is_required_argument,
)

from quickgraph.schema.arguments import Arguments, Resolver, hints_of
from quickgraph.schema.names import snake


class Check:
    """`bound` has what answers each `Type.field`; `types` the classes of interfaces and unions, where given."""

    def __init__(
        self, schema: GraphQLSchema, bound: Mapping[str, tuple[Resolver, Arguments]], types: Mapping[str, object]
    ) -> None:
        self._schema = schema
        self._bound = bound
        self._types = types
        self._seen: set[tuple[str, object]] = set()
        self._faults: list[str] = []

    def faults(self) -> list[str]:
        """All that does not fit. What has no annotation is not followed."""
        roots = (self._schema.query_type, self._schema.mutation_type)
        for root in roots:
            if root:
                self._visit(root, None)
        for path, (resolver, arguments) in self._bound.items():
            kind = cast(GraphQLObjectType, self._schema.type_map[path.partition(".")[0]])
            self._compare(path, kind, resolver, arguments)
            if kind not in roots:
                self._follow(kind, path.partition(".")[2], hints_of(resolver).get("return"))
        return sorted(set(self._faults))

    def _visit(self, kind: GraphQLObjectType, value: type | None) -> None:
        if (kind.name, value) in self._seen:
            return
        self._seen.add((kind.name, value))
        hints = self._hints(value) if value else {}
        for name, field in kind.fields.items():
            path, attribute = f"{kind.name}.{name}", snake(name)
            member = getattr(value, attribute, None)
            if path in self._bound:
                answer = hints_of(self._bound[path][0]).get("return")
            elif attribute in hints:
                answer = hints[attribute]
            elif isinstance(member, property):
                answer = self._hints(member.fget).get("return")
            elif value and hasattr(value, attribute):
                answer = None
            else:
                where = value.__name__ if value else "nothing"
                self._faults.append(f"{path} is in the schema, but nobody answers it ({where} has no {attribute})")
                continue
            if field.args and path not in self._bound:
                self._faults.append(f"{path} has arguments, but no resolver takes them")
            self._follow(kind, name, answer)

    def _follow(self, kind: GraphQLObjectType, name: str, answer: object) -> None:
        target = get_named_type(cast(GraphQLType, kind.fields[name].type))
        for part in values(answer):
            if is_object_type(target):
                self._visit(target, part)
            elif is_abstract_type(target):
                given = self._types.get(target.name)
                if not isinstance(given, Mapping):
                    continue
                for value, type_name in cast(Mapping[type, str], given).items():
                    member = self._schema.type_map.get(type_name)
                    if is_object_type(member) and issubclass(value, part):
                        self._visit(member, value)

    def _hints(self, value: Any) -> dict[str, Any]:
        try:
            return get_type_hints(value)
        except (NameError, TypeError) as error:
            self._faults.append(f"The annotations of {value!r} cannot be read ({error})")
            return {}

    def _compare(self, path: str, kind: GraphQLObjectType, resolver: Resolver, arguments: Arguments) -> None:
        given = {snake(name): arg for name, arg in kind.fields[path.partition(".")[2]].args.items()}
        called = getattr(resolver, "__name__", repr(resolver))
        for name in given.keys() - arguments.parameters.keys():
            if not arguments.rest:
                self._faults.append(f"{path} has the argument {name}, which {called} does not take")
        for name in arguments.parameters:
            if name not in given and name not in arguments.optional:
                self._faults.append(f"{path} lacks the argument {name}, which {called} needs")
            elif name in given and name not in arguments.optional and not is_required_argument(given[name]):
                default = given[name].default
                if default is None:
                    self._faults.append(f"{path} may be asked without {name}, which {called} needs")


def values(annotation: object) -> list[type]:
    """The value types inside an annotation: `list[Person | None]` is `[Person]`. Exceptions are no values."""
    origin = get_origin(annotation)
    if origin is Literal:
        return []
    if origin is Annotated:
        return values(get_args(annotation)[0])
    if origin is Union or origin is kinds.UnionType or (isinstance(origin, type) and origin.__module__ in CONTAINERS):
        return [found for part in get_args(annotation) for found in values(part)]
    if (
        isinstance(annotation, TypeVar)
        or not isinstance(annotation, type)
        or annotation.__module__ in ("builtins", "typing")
    ):
        return []
    return [] if issubclass(annotation, Exception | Enum) else [annotation]


CONTAINERS = ("builtins", "collections", "collections.abc")
