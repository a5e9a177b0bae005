"""The same bindings on graphql-core's executor: it answers introspection, and compiled plans must answer as it does."""

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

from quickgraph.schema.bindings import Binding
from quickgraph.schema.build import Schema, TypeResolver
from quickgraph.schema.names import snake_case

MAX_COERCION_ERRORS: Final = 5


class OperationContext:
    """graphql-core's context of one operation: the application's, and a loader for each batched field."""

    def __init__(self, context: object) -> None:
        self.context = context
        self.loaders: dict[tuple[str, str], Loader] = {}


class Loader:
    """Collects the parents that ask for one field in the same turn of the loop and answers them with one call."""

    def __init__(self, call: Callable[[Sequence[object]], object]) -> None:
        self._call = call
        self._waiting: list[tuple[object, asyncio.Future[object]]] = []

    def load(self, parent: object) -> asyncio.Future[object]:
        """The result for `parent`, in time."""
        loop = asyncio.get_running_loop()
        if not self._waiting:
            loop.call_soon(lambda: loop.create_task(self._dispatch()))
        future: asyncio.Future[object] = loop.create_future()
        self._waiting.append((parent, future))
        return future

    async def _dispatch(self) -> None:
        waiting, self._waiting = self._waiting, []
        results = await call_batched(self._call, [parent for parent, _ in waiting])
        for (_, future), result in zip(waiting, results, strict=True):
            if future.done():
                continue
            if isinstance(result, Exception):
                future.set_exception(result)
            else:
                future.set_result(result)


async def call_batched(call: Callable[[Sequence[object]], object], parents: Sequence[object]) -> Sequence[object]:
    """The results of a batched resolver, one for each parent; what it raises is every parent's result."""
    try:
        result = call(parents)
        if isinstance(result, Awaitable):
            result = await cast(Awaitable[object], result)
        values = cast(Sequence[object], result)
        if len(values) != len(parents):
            raise RuntimeError(f"{call} answered {len(values)} of {len(parents)} parents")
    except Exception as error:
        return [error] * len(parents)
    return values


def bind(schema: Schema) -> None:
    """Makes `schema.graphql` executable by graphql-core, with the same resolvers and attributes."""
    for type_name, type_ in schema.graphql.type_map.items():
        if is_object_type(type_) and not type_name.startswith("__"):
            for name, field in type_.fields.items():
                binding = schema.bindings.get(f"{type_name}.{name}")
                field.resolve = _resolver(binding) if binding else _attribute_resolver(snake_case(name))
        elif type_resolver := schema.type_resolvers.get(type_name):
            cast(Any, type_).resolve_type = _type_resolver(type_resolver)


def _attribute_resolver(attribute: str) -> Callable[..., object]:
    def resolve(value: object, _: object, **__: object) -> object:
        return getattr(value, attribute)

    return resolve


def _type_resolver(type_resolver: TypeResolver) -> Callable[[object, object, object], str | None]:
    return lambda value, _info, _type: type_resolver(value)


def _resolver(binding: Binding) -> Callable[..., object]:
    def resolve(parent: object, info: GraphQLResolveInfo[OperationContext], **coerced: object) -> object:
        operation = info.context
        arguments = binding.arguments.convert(coerced)
        if binding.batched:
            key = (binding.path, repr(coerced))
            if key not in operation.loaders:
                operation.loaders[key] = Loader(partial(binding.resolver, operation.context, **arguments))
            return operation.loaders[key].load(parent)
        if binding.parented:
            return binding.resolver(operation.context, parent, **arguments)
        return binding.resolver(operation.context, **arguments)

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
    result = execute(
        schema.graphql,
        document,
        context_value=OperationContext(context),
        variable_values=dict(variables or {}),
        operation_name=operation_name,
        max_coercion_errors=MAX_COERCION_ERRORS,
        hide_suggestions=hide_suggestions,
    )
    return await result if isinstance(result, Awaitable) else result
