"""Checks that every field has a resolver or attribute, and that resolvers take the fields' arguments: follows the
schema from its roots through the annotations of resolvers and values."""

import types
from collections.abc import Mapping
from enum import Enum
from typing import Annotated, Any, Final, Literal, Union, cast, get_args, get_origin, get_type_hints

from graphql import (
    GraphQLObjectType,
    GraphQLSchema,
    GraphQLType,
    get_named_type,
    is_abstract_type,
    is_object_type,
    is_required_argument,
)

from quickgraph.schema.arguments import annotations_of
from quickgraph.schema.bindings import Binding
from quickgraph.schema.names import snake_case

CONTAINERS: Final = ("builtins", "collections", "collections.abc")


class Check:
    """Checks a schema. Those of `type_resolvers` that are mappings say which classes an interface or union has."""

    def __init__(
        self, schema: GraphQLSchema, bindings: Mapping[str, Binding], type_resolvers: Mapping[str, object]
    ) -> None:
        self._schema = schema
        self._bindings = bindings
        self._type_resolvers = type_resolvers
        self._visited: set[tuple[str, object]] = set()
        self._faults: list[str] = []

    def faults(self) -> list[str]:
        """All that does not fit. What has no annotation is not followed."""
        roots = (self._schema.query_type, self._schema.mutation_type)
        for root in roots:
            if root:
                self._visit(root, None)
        for path, binding in self._bindings.items():
            type_name, _, field_name = path.partition(".")
            parent_type = cast(GraphQLObjectType, self._schema.type_map[type_name])
            self._check_arguments(parent_type, field_name, binding)
            if parent_type not in roots:
                self._follow(parent_type, field_name, annotations_of(binding.resolver).get("return"))
        return sorted(set(self._faults))

    def _visit(self, type_: GraphQLObjectType, cls: type | None) -> None:
        """The fields of an object type whose values are of this class."""
        if (type_.name, cls) in self._visited:
            return
        self._visited.add((type_.name, cls))
        annotations = self._annotations(cls) if cls else {}
        for name, field in type_.fields.items():
            path, attribute = f"{type_.name}.{name}", snake_case(name)
            member = getattr(cls, attribute, None)
            if path in self._bindings:
                returned = annotations_of(self._bindings[path].resolver).get("return")
            elif attribute in annotations:
                returned = annotations[attribute]
            elif isinstance(member, property):
                returned = self._annotations(member.fget).get("return")
            elif cls and hasattr(cls, attribute):
                returned = None
            else:
                where = cls.__name__ if cls else "nothing"
                self._faults.append(f"{path} is in the schema, but nobody answers it ({where} has no {attribute})")
                continue
            if field.args and path not in self._bindings:
                self._faults.append(f"{path} has arguments, but no resolver takes them")
            self._follow(type_, name, returned)

    def _follow(self, parent_type: GraphQLObjectType, field_name: str, returned: object) -> None:
        """On to the type of a field, with the classes that the annotation `returned` names."""
        named_type = get_named_type(cast(GraphQLType, parent_type.fields[field_name].type))
        for cls in classes_in(returned):
            if is_object_type(named_type):
                self._visit(named_type, cls)
            elif is_abstract_type(named_type):
                names = self._type_resolvers.get(named_type.name)
                if not isinstance(names, Mapping):
                    continue
                for member, type_name in cast(Mapping[type, str], names).items():
                    possible_type = self._schema.type_map.get(type_name)
                    if is_object_type(possible_type) and issubclass(member, cls):
                        self._visit(possible_type, member)

    def _annotations(self, value: Any) -> dict[str, Any]:
        try:
            return get_type_hints(value)
        except (NameError, TypeError) as error:
            self._faults.append(f"The annotations of {value!r} cannot be read ({error})")
            return {}

    def _check_arguments(self, parent_type: GraphQLObjectType, field_name: str, binding: Binding) -> None:
        path, converter = binding.path, binding.arguments
        declared = {snake_case(name): argument for name, argument in parent_type.fields[field_name].args.items()}
        resolver = getattr(binding.resolver, "__name__", repr(binding.resolver))
        for name in declared.keys() - converter.parameters.keys():
            if not converter.takes_rest:
                self._faults.append(f"{path} has the argument {name}, which {resolver} does not take")
        for name in converter.parameters.keys() - converter.optional:
            argument = declared.get(name)
            if argument is None:
                self._faults.append(f"{path} lacks the argument {name}, which {resolver} needs")
            elif argument.default is None and not is_required_argument(argument):
                self._faults.append(f"{path} may be asked without {name}, which {resolver} needs")


def classes_in(annotation: object) -> list[type]:
    """The classes of values in an annotation: `list[Person | None]` is `[Person]`. Exceptions are no values."""
    origin = get_origin(annotation)
    if origin is Literal:
        return []
    if origin is Annotated:
        return classes_in(get_args(annotation)[0])
    if origin is Union or origin is types.UnionType or (isinstance(origin, type) and origin.__module__ in CONTAINERS):
        return [cls for part in get_args(annotation) for cls in classes_in(part)]
    if not isinstance(annotation, type) or annotation.__module__ in ("builtins", "typing"):
        return []
    return [] if issubclass(annotation, Exception | Enum) else [annotation]
