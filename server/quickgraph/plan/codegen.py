"""Generates the Python code that completes a step of a plan whose values are all as the schema has them.

What a client has written enters the code only as `repr()` of response keys, which the parser has accepted as names;
attribute names come from the schema. Everything else is a reference in the namespace. The code has no builtins."""

from keyword import iskeyword
from typing import Final, cast
from uuid import UUID

import msgspec
from graphql import (
    GraphQLEnumType,
    GraphQLNamedType,
    GraphQLScalarType,
    Undefined,
    is_enum_type,
    specified_scalar_types,
)

from quickgraph.plan.plan import Completer, FieldPlan, ObjectPlan, OutputType
from quickgraph.schema.build import Schema
from quickgraph.schema.scalars import Native

IS_NATIVE: Final = {
    "String": "type({0}) is str",
    "ID": "type({0}) is str or type({0}) is UUID",
    "Int": "type({0}) is int and -2147483648 <= {0} <= 2147483647",
    "Float": "type({0}) is float and {0} - {0} == 0.0",
    "Boolean": "{0} is True or {0} is False",
}
"""Values that msgspec writes as they are. Infinity minus itself is not 0."""


class Unexpected(Exception):
    """A value that the generated code leaves to the slow path."""


def as_list(value: object) -> object:
    """For lists that are not `list`. Raises Unexpected unless they can be iterated twice."""
    if type(value) in (tuple, frozenset, set):
        return value
    raise Unexpected


ALLOWED: Final = (type, str, int, float, list, UUID, isinstance, getattr, Exception, Unexpected, as_list)
"""All that the code can name by itself; plans add references to their types' serializers and classes."""


def generate(step: ObjectPlan, schema: Schema) -> Completer:
    """The compiled function that completes a step."""
    return _Generator(schema).completer(step)


class _LeafSerializer:
    """Serializes the values of a leaf type that are not written as they are."""

    def __init__(self, type_: GraphQLScalarType | GraphQLEnumType) -> None:
        self._coerce = type_.coerce_output_value

    def __call__(self, value: object) -> object:
        if value is None or isinstance(value, Exception):
            raise Unexpected
        coerced = cast(object, self._coerce(value))
        if coerced is None or coerced is Undefined:
            raise Unexpected
        return coerced


class _EnumNames(dict[object, object]):
    """An enum's names by themselves; all other values are serialized."""

    def __init__(self, type_: GraphQLEnumType) -> None:
        super().__init__({name: name for name in type_.values})
        self._serialize = _LeafSerializer(type_)

    def __missing__(self, value: object) -> object:
        return self._serialize(value)


class _Generator:
    def __init__(self, schema: Schema) -> None:
        self._schema = schema
        self._lines: list[str] = []
        self._names: dict[tuple[int, bool], str] = {}
        self._functions: dict[str, str] = {}
        self._structs: dict[tuple[str, ...], str] = {}
        self._tables: dict[str, str] = {}
        self._calls: dict[int, str] = {}
        """How a field's value is completed as an object, by the field's id: an expression with `{0}` for the value."""
        self._namespace: dict[str, object] = {"__builtins__": {}, **{each.__name__: each for each in ALLOWED}}

    def completer(self, step: ObjectPlan) -> Completer:
        """Defines the step's function, and those of all objects below it, and gives the former."""
        name = self._function(step, root=True)
        source = "\n".join(self._lines)
        exec(compile(source, "<operation>", "exec", dont_inherit=True), self._namespace)  # noqa: S102
        return cast(Completer, self._namespace[name])

    def _function(self, plan: ObjectPlan, root: bool = False, many: bool = False) -> str:
        """The name of the object's function. Objects with the same code, as one fragment's places have, share it."""
        if (id(plan), many) in self._names:
            return self._names[id(plan), many]
        body: list[str] = []
        if plan.error:
            body.append("    raise Unexpected")
        elif not root:
            body.append("    if o is None or isinstance(o, Exception): raise Unexpected")
        values: list[str] = []
        for index, field in enumerate(plan.fields):
            if field.attribute is None:
                values.append(repr(field.parent_type))
                continue
            body.append(f"    f{index} = {self._read(field)}")
            self._add_functions(field, many)
            values.append(self._value(f"f{index}", field.output_type, field))
        body.append(f"    return {self._response(plan, values, many)}")
        text = "\n".join(body)
        if text not in self._functions:
            self._functions[text] = f"n{plan.number}"
            self._lines += [f"def n{plan.number}(o, slots):", text]
        self._names[id(plan), many] = self._functions[text]
        return self._functions[text]

    def _response(self, plan: ObjectPlan, values: list[str], many: bool) -> str:
        """An expression for the response object. Where there are many, structs are made faster than dicts, though it
        takes longer to make their type."""
        keys = tuple([field.response_key for field in plan.fields])
        if not many:
            return "{" + ", ".join(f"{key!r}: {value}" for key, value in zip(keys, values, strict=True)) + "}"
        if keys not in self._structs:
            names = {f"f{index}": key for index, key in enumerate(keys)}
            struct = msgspec.defstruct("Object", [(name, object) for name in names], rename=names, gc=False)
            self._structs[keys] = f"T{len(self._structs)}"
            self._namespace[self._structs[keys]] = struct
        return f"{self._structs[keys]}({', '.join(values)})"

    def _add_functions(self, field: FieldPlan, many: bool) -> None:
        """The functions of the objects that a field leads to."""
        if field.selection_set is None:
            return
        many = many or field.output_type.item_type is not None
        functions = {name: self._function(plan, many=many) for name, plan in field.selection_set.objects.items()}
        if field.selection_set.type_resolver is None:
            self._calls[id(field)] = f"{functions.popitem()[1]}({{0}}, slots)"
            return
        resolver = f"R{field.output_type.named_type.name}"
        self._namespace[resolver] = field.selection_set.type_resolver
        table = "{" + ", ".join(f"{name!r}: {function}" for name, function in functions.items()) + "}"
        if table not in self._tables:
            self._tables[table] = f"b{len(self._tables)}"
            self._lines.append(f"{self._tables[table]} = {table}")
        self._calls[id(field)] = f"{self._tables[table]}[{resolver}({{0}})]({{0}}, slots)"

    def _read(self, field: FieldPlan) -> str:
        if field.slot is not None:
            return f"slots[{field.slot}]()"
        name = cast(str, field.attribute)
        return f"getattr(o, {name!r})" if iskeyword(name) else f"o.{name}"

    def _value(self, name: str, type_: OutputType, field: FieldPlan) -> str:
        """An expression for the completed value of the local variable `name`."""
        present = self._non_null_value(name, type_, field)
        return present if type_.non_null else f"(None if {name} is None else {present})"

    def _non_null_value(self, name: str, type_: OutputType, field: FieldPlan) -> str:
        if type_.item_type:
            item = f"x{int(name[1:]) + 1}" if name.startswith("x") else "x0"
            inner = self._value(item, type_.item_type, field)
            return f"[{inner} for {item} in ({name} if type({name}) is list else as_list({name}))]"
        if field.selection_set is None:
            return self._leaf(name, type_.named_type)
        return self._calls[id(field)].format(name)

    def _leaf(self, name: str, type_: GraphQLNamedType) -> str:
        if is_enum_type(type_):
            self._namespace.setdefault(f"E{type_.name}", _EnumNames(type_))
            return f"E{type_.name}[{name}]"
        scalar_type = cast(GraphQLScalarType, type_)
        self._namespace.setdefault(f"S{type_.name}", _LeafSerializer(scalar_type))
        scalar = self._schema.scalars.get(type_.name)
        if type_.name in specified_scalar_types:
            condition = IS_NATIVE[type_.name].format(name)
        elif scalar and scalar.native:
            condition = self._is_native(name, type_.name, scalar.native)
        else:
            return f"S{type_.name}({name})"
        return f"({name} if {condition} else S{type_.name}({name}))"

    def _is_native(self, name: str, scalar: str, native: Native) -> str:
        self._namespace[f"K{scalar}"], self._namespace[f"V{scalar}"] = native.cls, native.value
        condition = f"type({name}) is K{scalar}"
        return condition + (f" and {name}.{native.attribute} is V{scalar}" if native.attribute else "")
