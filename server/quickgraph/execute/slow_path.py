"""Completes a unit of a plan from the same slots as the generated code does, but with every error the specification
knows, worded, placed and propagated as graphql-core does it. Slow; only for responses that are not all well."""

from collections.abc import Iterable, Sequence
from typing import NoReturn, cast

from graphql import (
    GraphQLError,
    GraphQLLeafType,
    GraphQLSchema,
    Undefined,
    is_object_type,
    located_error,
)
from graphql.execution.executor import Executor
from graphql.pyutils import (
    inspect,
    is_iterable,  # pyright: ignore[reportUnknownVariableType]
)

from quickgraph.plan.plan import Field, Next, Node, Shape

Path = tuple[str | int, ...]


class Careful:
    """`errors` collects, for all units, what went wrong."""

    def __init__(self, schema: GraphQLSchema, slots: Sequence[Next]) -> None:
        self.errors: list[GraphQLError] = []
        self._schema = schema
        self._slots = slots

    def unit(self, node: Node) -> dict[str, object] | None:
        """The data; None when a null had to be propagated to the root."""
        try:
            return self._object(node, None, ())
        except GraphQLError as error:
            self.errors.append(error)
            return None

    def _object(self, node: Node, value: object, path: Path) -> dict[str, object]:
        # All fields are gone through, even after a failure, since each takes its values from the slots in turn. What
        # is known at once comes first, as an error there is met before those that take time.
        failure: Exception | None = node.broken
        kept = len(self.errors)
        done: dict[str, object] = {field.key: None for field in node.fields}
        for field in sorted(node.fields, key=lambda field: field.late):
            try:
                done[field.key] = self._field(field, value, path)
            except Exception as error:
                if failure is None:
                    failure, kept = error, len(self.errors)
            if failure is not None:
                del self.errors[kept:]
        if failure is not None:
            raise failure
        return done

    def _field(self, field: Field, parent: object, path: Path) -> object:
        path = (*path, field.key)
        try:
            value = self._read(field, parent)
            return self._complete(field.shape, field, value, path)
        except Exception as error:
            return self._failed(error, field.shape, field, path)

    def _failed(self, error: Exception, shape: Shape, field: Field, path: Path) -> None:
        located = located_error(error, field.nodes, list(path))
        if shape.required:
            raise located
        self.errors.append(located)

    def _read(self, field: Field, parent: object) -> object:
        if field.attribute is None:
            return field.parent
        if field.slot is None:
            return getattr(parent, field.attribute)
        try:
            return self._slots[field.slot]()
        except StopIteration:
            raise RuntimeError(f"the values under {field.parent}.{field.name} changed while it was answered") from None

    def _complete(self, shape: Shape, field: Field, value: object, path: Path) -> object:
        if isinstance(value, Exception):
            raise value
        completed = None
        if value is None or value is Undefined:
            pass
        elif shape.items:
            completed = self._list(shape.items, field, value, path)
        elif field.target is None:
            completed = cast(object, Executor.complete_leaf_value(cast(GraphQLLeafType, shape.named), value))
        else:
            completed = self._object(self._member(field, value), value, path)
        if completed is None and shape.required:
            raise TypeError(f"Cannot return null for non-nullable field {field.parent}.{field.name}.")
        return completed

    def _list(self, shape: Shape, field: Field, value: object, path: Path) -> list[object]:
        if not is_iterable(value):
            message = f"Expected Iterable, but did not find one for field '{field.parent}.{field.name}'."
            raise GraphQLError(message)
        failure: Exception | None = None
        kept = 0
        done: list[object] = []
        for index, item in enumerate(cast(Iterable[object], value)):
            where = (*path, index)
            try:
                try:
                    done.append(self._complete(shape, field, item, where))
                except Exception as error:
                    done.append(self._failed(error, shape, field, where))
            except Exception as error:
                if failure is None:
                    failure, kept = error, len(self.errors)
            if failure is not None:
                del self.errors[kept:]
        if failure is not None:
            raise failure
        return done

    def _member(self, field: Field, value: object) -> Node:
        assert field.target
        if field.target.resolver is None:
            return next(iter(field.target.nodes.values()))
        name = cast(object, field.target.resolver(value))
        if not isinstance(name, str) or name not in field.target.nodes:
            self._unknown(field, value, name)
        return field.target.nodes[name]

    def _unknown(self, field: Field, value: object, name: object) -> NoReturn:
        abstract = field.shape.named
        place = f"Abstract type '{abstract}' must resolve to an Object type at runtime"
        place += f" for field '{field.parent}.{field.name}'"
        if name is None:
            advice = f" Either the '{abstract}' type should provide a 'resolve_type' function or each possible type"
            message = f"{place}.{advice} should provide an 'is_type_of' function."
        elif not isinstance(name, str):
            received = f"received '{inspect(name)}', which is not a valid Object type name."
            message = f"{place} with value {inspect(value)}, {received}"
        elif (kind := self._schema.get_type(name)) is None:
            message = (
                f"Abstract type '{abstract}' was resolved to a type '{name}' that does not exist inside the schema."
            )
        elif not is_object_type(kind):
            message = f"Abstract type '{abstract}' was resolved to a non-object type '{name}'."
        else:
            message = f"Runtime Object type '{name}' is not a possible type for '{abstract}'."
        raise GraphQLError(message, field.nodes)
