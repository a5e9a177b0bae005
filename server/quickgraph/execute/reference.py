"""The same bindings on graphql-core's executor: what answers introspection, and what compiled code must equal."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import partial
from typing import Any, Final, cast

from graphql import (
    DocumentNode,
    ExecutionResult,
    GraphQLResolveInfo,
    execute,  # pyright: ignore[reportUnknownVariableType]
    is_object_type,
)

from quickgraph.schema.build import Binding, Schema, TypeResolver
from quickgraph.schema.names import snake

MOST_COERCION_ERRORS: Final = 5


class Run:
    """One operation: the application's context, and what waits for each batched field."""

    def __init__(self, context: object) -> None:
        self.context = context
        self.loaders: dict[tuple[str, str], Loader] = {}


class Loader:
    """Collects the parents that ask for one field in the same turn of the loop and answers them with one call."""

    def __init__(self, call: Callable[[Sequence[object]], object]) -> None:
        self._call = call
        self._waiting: list[tuple[object, asyncio.Future[object]]] = []

    def load(self, parent: object) -> asyncio.Future[object]:
        """The answer for `parent`, in time."""
        loop = asyncio.get_running_loop()
        if not self._waiting:
            loop.call_soon(lambda: loop.create_task(self._run()))
        future: asyncio.Future[object] = loop.create_future()
        self._waiting.append((parent, future))
        return future

    async def _run(self) -> None:
        waiting, self._waiting = self._waiting, []
        answers = await answer_all(self._call, [parent for parent, _ in waiting])
        for (_, future), answer in zip(waiting, answers, strict=True):
            if future.done():
                continue
            if isinstance(answer, Exception):
                future.set_exception(answer)
            else:
                future.set_result(answer)


async def answer_all(call: Callable[[Sequence[object]], object], parents: Sequence[object]) -> Sequence[object]:
    """What a batched resolver answers, one for each parent; what it raises is every parent's answer."""
    try:
        answers = call(parents)
        if isinstance(answers, Awaitable):
            answers = await cast(Awaitable[object], answers)
        found = cast(Sequence[object], answers)
        if len(found) != len(parents):
            raise RuntimeError(f"{call} answered {len(found)} of {len(parents)} parents")
    except Exception as error:
        return [error] * len(parents)
    return found


def bind(schema: Schema) -> None:
    """Makes `schema.graphql` executable: `execute` below then answers with the same functions and attributes."""
    for name, kind in schema.graphql.type_map.items():
        if is_object_type(kind) and not name.startswith("__"):
            for field_name, field in kind.fields.items():
                binding = schema.bindings.get(f"{name}.{field_name}")
                field.resolve = _resolve(binding) if binding else _reader(snake(field_name))
        elif resolver := schema.types.get(name):
            cast(Any, kind).resolve_type = _type_resolver(resolver)


def _reader(attribute: str) -> Callable[..., object]:
    def read(value: object, _: object, **__: object) -> object:
        return getattr(value, attribute)

    return read


def _type_resolver(resolver: TypeResolver) -> Callable[[object, object, object], str | None]:
    return lambda value, _info, _kind: resolver(value)


def _resolve(binding: Binding) -> Callable[..., object]:
    def resolve(parent: object, info: GraphQLResolveInfo[Run], **given: object) -> object:
        run = info.context
        values = binding.arguments.read(given)
        if binding.batched:
            key = (binding.path, repr(given))
            if key not in run.loaders:
                run.loaders[key] = Loader(partial(binding.resolver, run.context, **values))
            return run.loaders[key].load(parent)
        if binding.skipped == 1:
            return binding.resolver(run.context, **values)
        return binding.resolver(run.context, parent, **values)

    return resolve


async def run(
    schema: Schema,
    document: DocumentNode,
    operation_name: str | None,
    variables: Mapping[str, object] | None,
    context: object,
    *,
    hide_suggestions: bool = True,
) -> ExecutionResult:
    """Executes a valid document. Exceptions of resolvers are the `original_error` of the result's errors."""
    running = execute(
        schema.graphql,
        document,
        context_value=Run(context),
        variable_values=dict(variables or {}),
        operation_name=operation_name,
        max_coercion_errors=MOST_COERCION_ERRORS,
        hide_suggestions=hide_suggestions,
    )
    return await running if isinstance(running, Awaitable) else running
