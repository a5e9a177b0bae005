"""Gathers what a plan needs before it can be completed: level by level, one call per batched field and level."""

import asyncio
from collections.abc import Awaitable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from graphql import Undefined
from graphql.execution.values import VariableValues
from graphql.pyutils import is_iterable  # pyright: ignore[reportUnknownVariableType]

from quickgraph.plan.plan import Field, Next, Node, Shape, Target
from quickgraph.schema.build import Binding

Slots = list[Sequence[object]]
_Place = tuple[list[object], int]
"""Where an outcome is: a list and an index."""


@dataclass(slots=True)
class _Call:
    """A resolver, to be called once if it is batched, else for each parent; and the fields that share its answers."""

    binding: Binding
    arguments: Mapping[str, object]
    parents: list[object]
    fields: list[tuple[Field, int]]
    outcomes: list[object]


class Gathering:
    """Fills the slots of one operation. Nothing that a resolver does ends it: what it raises is its answer."""

    def __init__(self, context: object, variables: VariableValues, slots: int) -> None:
        self.slots: Slots = [()] * slots
        self._context = context
        self._variables = variables
        self._waiting: list[tuple[Field, list[object]]] = []
        self._calls: list[_Call] = []
        self._places: list[_Place] = []

    def begin(self, unit: Node) -> bool:
        """Everything stored in a unit of the plan, as far as nothing has to be awaited; whether that was all of it.
        All calls of a level run at the same time."""
        self._enter(unit, [None])
        return self._advance()

    async def finish(self) -> None:
        """What `begin` has left."""
        while self._places:
            await _answered(self._places)
            for call in self._calls:
                self._share(call)
            self._advance()

    def _advance(self) -> bool:
        """Level by level, up to one that has to be awaited; whether there is none."""
        while self._waiting:
            waiting, self._waiting = self._waiting, []
            calls = self._calls = []
            for field, parents in waiting:
                self._plan(field, parents, calls)
            for call in calls:
                self._start(call)
            self._places = _places(calls)
            if self._places:
                return False
            for call in calls:
                self._share(call)
        self._places = []
        return True

    def nexts(self) -> list[Next]:
        """What completes the plan reads the slots by; made anew for each reading."""
        return [iter(values).__next__ for values in self.slots]

    def _enter(self, node: Node, parents: list[object]) -> None:
        for field in node.stored:
            if field.binding:
                self._waiting.append((field, parents))
            else:
                self._keep(field, [_read(parent, cast(str, field.attribute)) for parent in parents])

    def _plan(self, field: Field, parents: list[object], calls: list[_Call]) -> None:
        assert field.binding
        assert field.given
        try:
            arguments = field.given.read(self._variables)
        except Exception as error:
            self._keep(field, [error] * len(parents))
            return
        share = (field, len(parents))
        for call in calls if field.binding.batched else ():
            if call.binding is field.binding and _same(call.arguments, arguments):
                call.parents = [*call.parents, *parents]
                call.fields.append(share)
                return
        calls.append(_Call(field.binding, arguments, parents, [share], []))

    def _start(self, call: _Call) -> None:
        binding, context, arguments = call.binding, self._context, call.arguments
        if binding.batched:
            call.outcomes = [_outcome(binding, context, call.parents, arguments)]
        else:
            call.outcomes = [_outcome(binding, context, parent, arguments) for parent in call.parents]

    def _share(self, call: _Call) -> None:
        values = _each(call) if call.binding.batched else call.outcomes
        if len(call.fields) == 1:
            self._keep(call.fields[0][0], values)
            return
        begin = 0
        for field, count in call.fields:
            self._keep(field, values[begin : begin + count])
            begin += count

    def _keep(self, field: Field, values: Sequence[object]) -> None:
        """Values into the slot; where something is to be gathered below, on to the objects in them. Their lists are
        copied, so that what follows finds the same objects whatever happens meanwhile."""
        target = field.target
        if target and target.live:
            objects: list[object] = []
            values = [_take(field.shape, value, objects) for value in values]
            self._descend(target, objects)
        self.slots[cast(int, field.slot)] = values

    def _descend(self, target: Target, objects: list[object]) -> None:
        parts: dict[str, list[object]] = dict.fromkeys(target.nodes, objects)
        if target.resolver:
            parts = {name: [] for name in target.nodes}
            for value in objects:
                name = _type_name(target, value)
                if name is not None:
                    parts[name].append(value)
        for name, node in target.nodes.items():
            if node.stored and parts[name]:
                self._enter(node, parts[name])


def _same(one: Mapping[str, object], other: Mapping[str, object]) -> bool:
    """Also in what Python does not tell apart: 1, 1.0 and True are three arguments."""
    return one == other and (not one or repr(one) == repr(other))


def _places(calls: Sequence[_Call]) -> list[_Place]:
    """Of all outcomes that are awaitable."""
    return [
        (call.outcomes, index)
        for call in calls
        for index, outcome in enumerate(call.outcomes)
        if hasattr(type(outcome), "__await__")
    ]


async def _answered(places: list[_Place]) -> None:
    """Puts the answers of awaitables in their places. The first needs no task of its own beside the others."""
    first, *others = [(cast(Awaitable[object], outcomes[index]), outcomes, index) for outcomes, index in places]
    tasks = [(asyncio.ensure_future(awaitable), outcomes, index) for awaitable, outcomes, index in others]
    try:
        for awaitable, outcomes, index in (first, *tasks):
            try:
                outcomes[index] = await awaitable
            except Exception as error:
                outcomes[index] = error
    except BaseException:  # cancelled, or worse: nothing goes on behind its back
        for task, *_ in tasks:
            task.cancel()
        await asyncio.gather(*(task for task, *_ in tasks), return_exceptions=True)
        raise


def _outcome(binding: Binding, context: object, subject: object, arguments: Mapping[str, object]) -> object:
    try:
        if binding.skipped == 1:
            return binding.resolver(context, **arguments)
        return binding.resolver(context, subject, **arguments)
    except Exception as error:
        return error


def _each(call: _Call) -> Sequence[object]:
    answers = call.outcomes[0]
    if isinstance(answers, Exception):
        return [answers] * len(call.parents)
    try:
        found = list(cast(Iterable[object], answers))
    except Exception as error:
        return [error] * len(call.parents)
    if len(found) != len(call.parents):
        error = RuntimeError(f"{call.binding.path} answered {len(found)} of {len(call.parents)} parents")
        return [error] * len(call.parents)
    return found


def _read(parent: object, attribute: str) -> object:
    try:
        return getattr(parent, attribute)
    except Exception as error:
        return error


def _take(shape: Shape, value: object, objects: list[object]) -> object:
    """Adds the objects in `value` to `objects`, in the order in which they are completed, and gives it with its lists
    copied. What is no object where one is expected is passed over, as completing does."""
    if value is None or value is Undefined or isinstance(value, Exception):
        return value
    if shape.items is None:
        objects.append(value)
        return value
    if not is_iterable(value):
        return value
    try:
        items = list(cast(Iterable[object], value))
    except Exception as error:
        return error
    if shape.items.items is None:
        objects += [i for i in items if i is not None and i is not Undefined and not isinstance(i, Exception)]
        return items
    return [_take(shape.items, item, objects) for item in items]


def _type_name(target: Target, value: object) -> str | None:
    assert target.resolver
    try:
        name = target.resolver(value)
    except Exception:
        return None
    return name if isinstance(name, str) and name in target.nodes else None
