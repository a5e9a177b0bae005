"""Completes a step from the same slots as the generated code, but with every error the specification knows: worded,
located and propagated as graphql-core's executor does it. Only for responses with errors or unexpected values."""

from collections.abc import Iterable, Sequence
from typing import NoReturn, cast

from graphql import GraphQLError, GraphQLLeafType, GraphQLSchema, Undefined, is_object_type, located_error
from graphql.execution.executor import Executor
from graphql.pyutils import (
    inspect,
    is_iterable,  # pyright: ignore[reportUnknownVariableType]
)

from quickgraph.plan.plan import FieldPlan, NextValue, ObjectPlan, OutputType

Path = tuple[str | int, ...]


class SlowPath:
    """Completes one step. `errors` are those of its fields."""

    def __init__(self, schema: GraphQLSchema, slots: Sequence[NextValue]) -> None:
        self.errors: list[GraphQLError] = []
        self._schema = schema
        self._slots = slots

    def complete(self, step: ObjectPlan) -> dict[str, object] | None:
        """The data; None when a null had to be propagated to the root."""
        try:
            return self._complete_object(step, None, ())
        except GraphQLError as error:
            self.errors.append(error)
            return None

    def _complete_object(self, plan: ObjectPlan, value: object, path: Path) -> dict[str, object]:
        # All fields are gone through, even after a failure, since each takes its values from the slots in turn. What
        # is known at once comes first, as an error there is met before those that take time.
        failure: Exception | None = plan.error
        kept = len(self.errors)
        completed: dict[str, object] = {field.response_key: None for field in plan.fields}
        for field in sorted(plan.fields, key=lambda field: field.is_async):
            try:
                completed[field.response_key] = self._complete_field(field, value, path)
            except Exception as error:
                if failure is None:
                    failure, kept = error, len(self.errors)
            if failure is not None:
                del self.errors[kept:]
        if failure is not None:
            raise failure
        return completed

    def _complete_field(self, field: FieldPlan, parent: object, path: Path) -> object:
        path = (*path, field.response_key)
        try:
            value = self._read(field, parent)
            return self._complete_value(field.output_type, field, value, path)
        except Exception as error:
            return self._handle_error(error, field.output_type, field, path)

    def _handle_error(self, error: Exception, type_: OutputType, field: FieldPlan, path: Path) -> None:
        located = located_error(error, field.field_nodes, list(path))
        if type_.non_null:
            raise located
        self.errors.append(located)

    def _read(self, field: FieldPlan, parent: object) -> object:
        if field.attribute is None:
            return field.parent_type
        if field.slot is None:
            return getattr(parent, field.attribute)
        try:
            return self._slots[field.slot]()
        except StopIteration:
            path = f"{field.parent_type}.{field.field_name}"
            raise RuntimeError(f"the values under {path} changed while it was answered") from None

    def _complete_value(self, type_: OutputType, field: FieldPlan, value: object, path: Path) -> object:
        if isinstance(value, Exception):
            raise value
        completed = None
        if value is None or value is Undefined:
            pass
        elif type_.item_type:
            completed = self._complete_list(type_.item_type, field, value, path)
        elif field.selection_set is None:
            completed = cast(object, Executor.complete_leaf_value(cast(GraphQLLeafType, type_.named_type), value))
        else:
            completed = self._complete_object(self._resolve_type(field, value), value, path)
        if completed is None and type_.non_null:
            raise TypeError(f"Cannot return null for non-nullable field {field.parent_type}.{field.field_name}.")
        return completed

    def _complete_list(self, item_type: OutputType, field: FieldPlan, value: object, path: Path) -> list[object]:
        if not is_iterable(value):
            path_ = f"{field.parent_type}.{field.field_name}"
            raise GraphQLError(f"Expected Iterable, but did not find one for field '{path_}'.")
        failure: Exception | None = None
        kept = 0
        completed: list[object] = []
        for index, item in enumerate(cast(Iterable[object], value)):
            item_path = (*path, index)
            try:
                try:
                    completed.append(self._complete_value(item_type, field, item, item_path))
                except Exception as error:
                    completed.append(self._handle_error(error, item_type, field, item_path))
            except Exception as error:
                if failure is None:
                    failure, kept = error, len(self.errors)
            if failure is not None:
                del self.errors[kept:]
        if failure is not None:
            raise failure
        return completed

    def _resolve_type(self, field: FieldPlan, value: object) -> ObjectPlan:
        assert field.selection_set
        if field.selection_set.type_resolver is None:
            return next(iter(field.selection_set.objects.values()))
        name = cast(object, field.selection_set.type_resolver(value))
        if not isinstance(name, str) or name not in field.selection_set.objects:
            self._raise_invalid_type(field, value, name)
        return field.selection_set.objects[name]

    def _raise_invalid_type(self, field: FieldPlan, value: object, name: object) -> NoReturn:
        named = field.output_type.named_type
        place = f"Abstract type '{named}' must resolve to an Object type at runtime"
        place += f" for field '{field.parent_type}.{field.field_name}'"
        if name is None:
            advice = f" Either the '{named}' type should provide a 'resolve_type' function or each possible type"
            message = f"{place}.{advice} should provide an 'is_type_of' function."
        elif not isinstance(name, str):
            received = f"received '{inspect(name)}', which is not a valid Object type name."
            message = f"{place} with value {inspect(value)}, {received}"
        elif (type_ := self._schema.get_type(name)) is None:
            message = f"Abstract type '{named}' was resolved to a type '{name}' that does not exist inside the schema."
        elif not is_object_type(type_):
            message = f"Abstract type '{named}' was resolved to a non-object type '{name}'."
        else:
            message = f"Runtime Object type '{name}' is not a possible type for '{named}'."
        raise GraphQLError(message, field.field_nodes)
