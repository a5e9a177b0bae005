"""Calls resolvers breadth first: all calls of a level at the same time, one call per batched field and level. What they
return is gathered in slots, from which the response is completed."""

import asyncio
from collections.abc import Awaitable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from graphql import Undefined
from graphql.execution.values import VariableValues
from graphql.pyutils import is_iterable  # pyright: ignore[reportUnknownVariableType]

from quickgraph.plan.plan import FieldPlan, NextValue, ObjectPlan, OutputType, SelectionSetPlan
from quickgraph.schema.bindings import Binding

_Place = tuple[list[object], int]
"""Where a result is: a list and an index."""


@dataclass(slots=True)
class _Call:
    """A resolver, to be called once if it is batched, else for each parent; and the fields that share its results,
    with how many of the parents are theirs."""

    binding: Binding
    arguments: Mapping[str, object]
    parents: list[object]
    fields: list[tuple[FieldPlan, int]]
    results: list[object]


class Gatherer:
    """Fills the slots of one operation. Nothing that a resolver does ends it: what it raises is its result."""

    def __init__(self, context: object, variables: VariableValues, slot_count: int) -> None:
        self.slots: list[Sequence[object]] = [()] * slot_count
        self._context = context
        self._variables = variables
        self._waiting: list[tuple[FieldPlan, list[object]]] = []
        self._calls: list[_Call] = []
        self._awaitables: list[_Place] = []

    def begin(self, step: ObjectPlan) -> bool:
        """Gathers a step of the plan, as far as nothing has to be awaited; whether that was all of it."""
        self._enter(step, [None])
        return self._advance()

    async def finish(self) -> None:
        """Gathers what `begin` has left."""
        while self._awaitables:
            await _await_all(self._awaitables)
            for call in self._calls:
                self._store_results(call)
            self._advance()

    def _advance(self) -> bool:
        """Level by level, up to one that has to be awaited; whether there is none."""
        while self._waiting:
            waiting, self._waiting = self._waiting, []
            calls = self._calls = []
            for field, parents in waiting:
                self._add_call(field, parents, calls)
            for call in calls:
                self._start(call)
            self._awaitables = _awaitables(calls)
            if self._awaitables:
                return False
            for call in calls:
                self._store_results(call)
        self._awaitables = []
        return True

    def readers(self) -> list[NextValue]:
        """What completes the response reads the slots by; made anew for each reading."""
        return [iter(values).__next__ for values in self.slots]

    def _enter(self, plan: ObjectPlan, parents: list[object]) -> None:
        for field in plan.gathered:
            if field.binding:
                self._waiting.append((field, parents))
            else:
                self._store(field, [_read_attribute(parent, cast(str, field.attribute)) for parent in parents])

    def _add_call(self, field: FieldPlan, parents: list[object], calls: list[_Call]) -> None:
        assert field.binding
        assert field.arguments
        try:
            arguments = field.arguments.values(self._variables)
        except Exception as error:
            self._store(field, [error] * len(parents))
            return
        share = (field, len(parents))
        for call in calls if field.binding.batched else ():
            if call.binding is field.binding and _same_arguments(call.arguments, arguments):
                call.parents = [*call.parents, *parents]
                call.fields.append(share)
                return
        calls.append(_Call(field.binding, arguments, parents, [share], []))

    def _start(self, call: _Call) -> None:
        binding, context, arguments = call.binding, self._context, call.arguments
        if binding.batched:
            call.results = [_call_resolver(binding, context, call.parents, arguments)]
        else:
            call.results = [_call_resolver(binding, context, parent, arguments) for parent in call.parents]

    def _store_results(self, call: _Call) -> None:
        values = _batch_results(call) if call.binding.batched else call.results
        if len(call.fields) == 1:
            self._store(call.fields[0][0], values)
            return
        begin = 0
        for field, count in call.fields:
            self._store(field, values[begin : begin + count])
            begin += count

    def _store(self, field: FieldPlan, values: Sequence[object]) -> None:
        """Values into the slot; where something is to be gathered below, on to the objects in them. Their lists are
        copied, so that what follows finds the same objects whatever happens meanwhile."""
        selection_set = field.selection_set
        if selection_set and selection_set.has_gathered:
            objects: list[object] = []
            values = [_collect_objects(field.output_type, value, objects) for value in values]
            self._descend(selection_set, objects)
        self.slots[cast(int, field.slot)] = values

    def _descend(self, selection_set: SelectionSetPlan, objects: list[object]) -> None:
        by_type: dict[str, list[object]] = dict.fromkeys(selection_set.objects, objects)
        if selection_set.type_resolver:
            by_type = {name: [] for name in selection_set.objects}
            for value in objects:
                name = _resolve_type(selection_set, value)
                if name is not None:
                    by_type[name].append(value)
        for name, plan in selection_set.objects.items():
            if plan.gathered and by_type[name]:
                self._enter(plan, by_type[name])


def _same_arguments(one: Mapping[str, object], other: Mapping[str, object]) -> bool:
    """Also in what Python does not tell apart: 1, 1.0 and True are three arguments."""
    return one == other and (not one or repr(one) == repr(other))


def _awaitables(calls: Sequence[_Call]) -> list[_Place]:
    return [
        (call.results, index)
        for call in calls
        for index, result in enumerate(call.results)
        if hasattr(type(result), "__await__")
    ]


async def _await_all(places: list[_Place]) -> None:
    """Replaces awaitables by their results. The first needs no task of its own beside the others."""
    first, *others = [(cast(Awaitable[object], results[index]), results, index) for results, index in places]
    tasks = [(asyncio.ensure_future(awaitable), results, index) for awaitable, results, index in others]
    try:
        for awaitable, results, index in (first, *tasks):
            try:
                results[index] = await awaitable
            except Exception as error:
                results[index] = error
    except BaseException:  # cancelled, or worse: no task outlives it
        for task, *_ in tasks:
            task.cancel()
        await asyncio.gather(*(task for task, *_ in tasks), return_exceptions=True)
        raise


def _call_resolver(binding: Binding, context: object, parent: object, arguments: Mapping[str, object]) -> object:
    """`parent` is the list of all for a batched field."""
    try:
        if binding.parented:
            return binding.resolver(context, parent, **arguments)
        return binding.resolver(context, **arguments)
    except Exception as error:
        return error


def _batch_results(call: _Call) -> Sequence[object]:
    result = call.results[0]
    if isinstance(result, Exception):
        return [result] * len(call.parents)
    try:
        values = list(cast(Iterable[object], result))
    except Exception as error:
        return [error] * len(call.parents)
    if len(values) != len(call.parents):
        error = RuntimeError(f"{call.binding.path} answered {len(values)} of {len(call.parents)} parents")
        return [error] * len(call.parents)
    return values


def _read_attribute(parent: object, attribute: str) -> object:
    try:
        return getattr(parent, attribute)
    except Exception as error:
        return error


def _collect_objects(type_: OutputType, value: object, objects: list[object]) -> object:
    """Adds the objects in `value` to `objects`, in the order in which they are completed, and gives it with its lists
    copied. What is no object where one is expected is passed over, as completing does."""
    if value is None or value is Undefined or isinstance(value, Exception):
        return value
    if type_.item_type is None:
        objects.append(value)
        return value
    if not is_iterable(value):
        return value
    try:
        items = list(cast(Iterable[object], value))
    except Exception as error:
        return error
    if type_.item_type.item_type is None:
        objects += [i for i in items if i is not None and i is not Undefined and not isinstance(i, Exception)]
        return items
    return [_collect_objects(type_.item_type, item, objects) for item in items]


def _resolve_type(selection_set: SelectionSetPlan, value: object) -> str | None:
    assert selection_set.type_resolver
    try:
        name = selection_set.type_resolver(value)
    except Exception:
        return None
    return name if isinstance(name, str) and name in selection_set.objects else None
