"""Writes the Python code that completes a unit of a plan whose values are all as they should be.

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

from quickgraph.plan.plan import Complete, Field, Node, Shape
from quickgraph.schema.build import Schema

PLAIN: Final = {
    "String": "type({0}) is str",
    "ID": "type({0}) is str or type({0}) is UUID",
    "Int": "type({0}) is int and -2147483648 <= {0} <= 2147483647",
    "Float": "type({0}) is float and {0} - {0} == 0.0",
    "Boolean": "{0} is True or {0} is False",
}
"""Values that are written as they are. Infinity minus itself is not 0."""


class Odd(Exception):
    """Something is not as the fast path needs it."""


def as_list(value: object) -> object:
    """For lists that are not `list`. Raises Odd unless they can be gone through twice."""
    if type(value) in (tuple, frozenset, set):
        return value
    raise Odd


def emit(unit: Node, schema: Schema) -> Complete:
    """The compiled completion of a unit."""
    return _Emitter(schema).unit(unit)


class _Writer:
    """A leaf's serializer for values that are not written as they are."""

    def __init__(self, kind: GraphQLScalarType | GraphQLEnumType) -> None:
        self._write = kind.coerce_output_value

    def __call__(self, value: object) -> object:
        if value is None or isinstance(value, Exception):
            raise Odd
        written = cast(object, self._write(value))
        if written is None or written is Undefined:
            raise Odd
        return written


class _Names(dict[object, object]):
    """An enum's names by themselves; asks the serializer about everything else."""

    def __init__(self, kind: GraphQLEnumType) -> None:
        super().__init__({name: name for name in kind.values})
        self._write = _Writer(kind)

    def __missing__(self, value: object) -> object:
        return self._write(value)


class _Emitter:
    def __init__(self, schema: Schema) -> None:
        self._schema = schema
        self._lines: list[str] = []
        self._names: dict[tuple[int, bool], str] = {}
        self._functions: dict[str, str] = {}
        self._structs: dict[tuple[str, ...], str] = {}
        self._tables: dict[str, str] = {}
        self._objects: dict[int, str] = {}
        """How a field's value becomes an object, by the field's id: an expression with `{0}` for the value."""
        self._space: dict[str, object] = {
            "__builtins__": {},
            "type": type,
            "str": str,
            "int": int,
            "float": float,
            "list": list,
            "UUID": UUID,
            "isinstance": isinstance,
            "getattr": getattr,
            "Exception": Exception,
            "Odd": Odd,
            "as_list": as_list,
        }

    def unit(self, node: Node) -> Complete:
        """Defines the node's function, and those of all nodes below it, and gives the former."""
        name = self._node(node, root=True)
        source = "\n".join(self._lines)
        exec(compile(source, "<operation>", "exec", dont_inherit=True), self._space)  # noqa: S102
        return cast(Complete, self._space[name])

    def _node(self, node: Node, root: bool = False, many: bool = False) -> str:
        """The name of the node's function. Nodes that come to the same code, as one fragment's places do, share it."""
        if (id(node), many) in self._names:
            return self._names[id(node), many]
        body: list[str] = []
        if node.broken:
            body.append("    raise Odd")
        elif not root:
            body.append("    if o is None or isinstance(o, Exception): raise Odd")
        values: list[str] = []
        for index, field in enumerate(node.fields):
            if field.attribute is None:
                values.append(repr(field.parent))
                continue
            body.append(f"    f{index} = {self._read(field)}")
            self._below(field, many)
            values.append(self._value(f"f{index}", field.shape, field))
        body.append(f"    return {self._response(node, values, many)}")
        text = "\n".join(body)
        if text not in self._functions:
            self._functions[text] = f"n{node.number}"
            self._lines += [f"def n{node.number}(o, slots):", text]
        self._names[id(node), many] = self._functions[text]
        return self._functions[text]

    def _response(self, node: Node, values: list[str], many: bool) -> str:
        """An expression for the response object. Where there are many, structs are made faster than dicts, though it
        takes longer to make their type."""
        if not many:
            entries = [f"{field.key!r}: {value}" for field, value in zip(node.fields, values, strict=True)]
            return "{" + ", ".join(entries) + "}"
        keys = tuple([field.key for field in node.fields])
        if keys not in self._structs:
            names = {f"f{index}": key for index, key in enumerate(keys)}
            struct = msgspec.defstruct("Object", [(name, object) for name in names], rename=names, gc=False)
            self._structs[keys] = f"T{len(self._structs)}"
            self._space[self._structs[keys]] = struct
        return f"{self._structs[keys]}({', '.join(values)})"

    def _below(self, field: Field, many: bool) -> None:
        """The functions of the nodes that a field leads to."""
        if field.target is None:
            return
        many = many or field.shape.items is not None
        functions = {name: self._node(node, many=many) for name, node in field.target.nodes.items()}
        if field.target.resolver is None:
            self._objects[id(field)] = f"{functions.popitem()[1]}({{0}}, slots)"
            return
        resolver = f"R{field.shape.named.name}"
        self._space[resolver] = field.target.resolver
        table = "{" + ", ".join(f"{name!r}: {function}" for name, function in functions.items()) + "}"
        if table not in self._tables:
            self._tables[table] = f"b{len(self._tables)}"
            self._lines.append(f"{self._tables[table]} = {table}")
        self._objects[id(field)] = f"{self._tables[table]}[{resolver}({{0}})]({{0}}, slots)"

    def _read(self, field: Field) -> str:
        if field.slot is not None:
            return f"slots[{field.slot}]()"
        name = cast(str, field.attribute)
        return f"getattr(o, {name!r})" if iskeyword(name) else f"o.{name}"

    def _value(self, name: str, shape: Shape, field: Field) -> str:
        """An expression for the completed value of the local variable `name`."""
        present = self._present(name, shape, field)
        return present if shape.required else f"(None if {name} is None else {present})"

    def _present(self, name: str, shape: Shape, field: Field) -> str:
        if shape.items:
            item = f"x{int(name[1:]) + 1}" if name.startswith("x") else "x0"
            inner = self._value(item, shape.items, field)
            return f"[{inner} for {item} in ({name} if type({name}) is list else as_list({name}))]"
        if field.target is None:
            return self._leaf(name, shape.named)
        return self._objects[id(field)].format(name)

    def _leaf(self, name: str, named: GraphQLNamedType) -> str:
        if is_enum_type(named):
            self._space.setdefault(f"E{named.name}", _Names(named))
            return f"E{named.name}[{name}]"
        leaf = cast(GraphQLScalarType, named)
        self._space.setdefault(f"S{leaf.name}", _Writer(leaf))
        scalar = self._schema.scalars.get(leaf.name)
        if leaf.name in specified_scalar_types:
            condition = PLAIN[leaf.name].format(name)
        elif scalar and scalar.native:
            condition = self._native(name, leaf.name, scalar.native)
        else:
            return f"S{leaf.name}({name})"
        return f"({name} if {condition} else S{leaf.name}({name}))"

    def _native(self, name: str, leaf: str, native: tuple[type, str | None, object]) -> str:
        kind, attribute, value = native
        self._space[f"K{leaf}"], self._space[f"V{leaf}"] = kind, value
        condition = f"type({name}) is K{leaf}"
        return condition + (f" and {name}.{attribute} is V{leaf}" if attribute else "")
