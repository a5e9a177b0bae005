"""Differential test: the same generated requests to quickgraph and to graphql-core, and their responses compared.

    python -m tests.quickgraph.differential --cases 10000 --seed 1

prints the seed of each case that differs; `--show SEED` prints one case with both answers.

Equal means: the same data with its keys in the same order, and errors as a set with the same message, path and
locations. The specification leaves one thing open: when null reaches a field from below, executors may stop what runs
beside it, so the other errors under that field may be there or not. There, we require of both at least one error, and
of each error that it is among those graphql-core reports when nothing propagates."""

import argparse
import asyncio
import json
import sys
import time
from collections import Counter
from dataclasses import replace
from functools import lru_cache
from typing import Any, NamedTuple

import msgspec
from graphql import (
    DirectiveNode,
    DocumentNode,
    ExecutionResult,
    GraphQLError,
    NameNode,
    OperationDefinitionNode,
    OperationType,
    parse,
    validate,
)

from quickgraph import Engine, ErrorBody, Limits, Request
from quickgraph.execute import reference
from tests.quickgraph.generated_api import Calls, GeneratedApi
from tests.quickgraph.generated_request import GeneratedRequest, RequestGenerator

TIMES = 2
"""The engine here generates code at once; the second execution finds it in the cache."""
SEEDS_PER_API = 12
"""Building an API costs as much as several requests."""
WIDE = Limits(
    tokens=100_000,
    document_bytes=10**7,
    root_fields=1_000,
    depth=100,
    nesting=150,
    selections=10_000,
    merged=1_000,
    fields=100_000,
    aliases=10_000,
    directives=10_000,
    literal_depth=50,
    cost=10**30,
    errors=100_000,
)

Error = tuple[str, str, str]


class Outcome(NamedTuple):
    """What came of one case: "" when both said the same, else what differs. `kind`: executed, refused or invalid.
    `fallback`: answered by graphql-core, although nothing is asked of the schema."""

    difference: str
    kind: str
    fallback: bool
    errors: int


@lru_cache(maxsize=4)
def api_of(number: int) -> tuple[GeneratedApi, Engine]:
    api = GeneratedApi(number)
    return api, Engine(api.schema, limits=WIDE, public=False, describe=described, compile_at=1)


def described(error: Exception) -> ErrorBody:
    return ErrorBody(error.message if isinstance(error, GraphQLError) else str(error))


def generate(seed: int) -> tuple[GeneratedApi, Engine, GeneratedRequest]:
    api, engine = api_of(seed // SEEDS_PER_API)
    return api, engine, RequestGenerator(api, seed).generate()


async def case(seed: int) -> Outcome:
    """Compares the request of `seed`."""
    return await compare(*generate(seed))


async def compare(api: GeneratedApi, engine: Engine, generated: GeneratedRequest) -> Outcome:
    """Executes a request by graphql-core once, by the engine `TIMES`."""
    document = parse(generated.query)
    request = Request(query=generated.query, variables=generated.variables, operation_name=generated.operation_name)
    schema = "__type(" in generated.query
    theirs = Calls()
    expected: ExecutionResult | None = None
    outcome = Outcome("", "invalid", False, 0)
    for _ in range(TIMES):
        ours, before = Calls(), engine.counters.fallbacks
        result = await engine.execute(request, ours)
        body = json.loads(result.body)
        # The engine validates by graphql-core's own function; asking it again matters only for what was refused.
        if result.status != 200 and (invalid := validate(api.schema.graphql, document)):
            said = "".join(error.message for error in invalid)
            same = "data" not in body and all(error["message"][:290] in said for error in body["errors"])
            return Outcome("" if same else f"not refused: {said}", "invalid", False, 0)
        if expected is None:
            expected = await _reference(api, document, generated, theirs)
        fallback = engine.counters.fallbacks > before
        if expected.data is None and all(error.path is None for error in expected.errors or []):
            outcome = Outcome(_compare_refusal(body, expected.errors or [], ours), "refused", fallback, 0)
        else:
            differs = f"refused: {body}" if result.status != 200 else ""
            differs = differs or await _compare_response(api, generated, body, expected)
            differs = differs or await _compare_calls(api, document, generated, ours, theirs, fallback)
            outcome = Outcome(differs, "executed", fallback and not schema, len(expected.errors or []))
        if outcome.difference:
            break
    return outcome


async def _reference(
    api: GeneratedApi, document: DocumentNode, generated: GeneratedRequest, calls: Calls
) -> ExecutionResult:
    return await reference.run(
        api.schema, document, generated.operation_name, generated.variables, calls, hide_suggestions=False
    )


def _compare_refusal(body: dict[str, Any], errors: list[GraphQLError], calls: Calls) -> str:
    # A condition of the root's fields whose variable is null is found while executing: then `data` may be there.
    if "data" in body and not all(error.message.startswith("Argument 'if'") for error in errors):
        return f"a request error with data: {body}"
    if calls.counts:
        return "a refused request was executed"
    ours, theirs = Counter(e["message"] for e in body["errors"]), Counter(e.message for e in errors)
    return "" if ours == theirs else f"refused otherwise: {ours} instead of {theirs}"


async def _compare_response(
    api: GeneratedApi, generated: GeneratedRequest, body: dict[str, Any], expected: ExecutionResult
) -> str:
    data = json.loads(msgspec.json.encode(expected.data))
    if json.dumps(body.get("data")) != json.dumps(data):
        return f"data:\n  {json.dumps(body.get('data'))}\ninstead of\n  {json.dumps(data)}"
    theirs = [_plain(error.formatted) for error in expected.errors or []]
    ours = [_plain(error) for error in body.get("errors", [])]
    if Counter(ours) == Counter(theirs):
        return ""
    if len(set(ours)) < len(ours):
        return f"an error twice: {ours}"
    certain, open_there = _split(theirs, data)
    certain_here, open_here = _split(ours, data)
    if certain != certain_here:
        return f"errors:\n  here only {certain_here - certain}\n  there only {certain - certain_here}"
    if open_here.keys() != open_there.keys():
        return f"nulls without an error: {open_here.keys() ^ open_there.keys()}"
    all_errors, _ = await _unpropagated(api, generated)
    unknown = [error for found in open_here.values() for error in found if error not in all_errors]
    return f"errors that cannot be: {unknown}, of {all_errors}" if unknown else ""


def _plain(error: Any) -> Error:
    return error["message"], json.dumps(error.get("path")), json.dumps(error.get("locations"))


def _split(errors: list[Error], data: Any) -> tuple[set[Error], dict[str, set[Error]]]:
    """Errors that stand at their own null, and the others by the null above that swallowed them."""
    certain: set[Error] = set()
    swallowed: dict[str, set[Error]] = {}
    for error in errors:
        value, walked = data, []
        path = json.loads(error[1])
        for step in path:
            if value is None:
                break
            value = value[step]
            walked.append(step)
        if value is None and walked == path:
            certain.add(error)
        else:
            swallowed.setdefault(json.dumps(walked), set()).add(error)
    for place in list(swallowed):
        # An error of the nulled field itself is as open as those under it.
        beside = {error for error in certain if error[1] == place}
        swallowed[place] |= beside
        certain -= beside
    return certain, swallowed


async def _unpropagated(api: GeneratedApi, generated: GeneratedRequest) -> tuple[set[Error], Calls]:
    """The errors and calls when null stays where it is."""
    off = DirectiveNode(name=NameNode(value="experimental_disableErrorPropagation"), arguments=())
    document = parse(generated.query)
    marked = DocumentNode(
        definitions=tuple(
            replace(d, directives=(*(d.directives or ()), off)) if isinstance(d, OperationDefinitionNode) else d
            for d in document.definitions
        )
    )
    calls = Calls()
    result = await _reference(api, marked, generated, calls)
    return {_plain(error.formatted) for error in result.errors or []}, calls


async def _compare_calls(
    api: GeneratedApi, document: DocumentNode, generated: GeneratedRequest, ours: Calls, theirs: Calls, fallback: bool
) -> str:
    """As many calls for each parent as graphql-core makes, and mutations one after the other."""
    more = ours.counts - theirs.counts
    if more:  # of what graphql-core left out because something beside it failed
        _, everything = await _unpropagated(api, generated)
        if more := ours.counts - everything.counts:
            return f"called too often: {more}"
    operation = next(
        d
        for d in document.definitions
        if isinstance(d, OperationDefinitionNode)
        and (generated.operation_name is None or (d.name and d.name.value == generated.operation_name))
    )
    # graphql-core lets what failed beside it run on while the next mutation begins.
    if operation.operation is OperationType.MUTATION and not fallback:
        order = [int(entry.partition(" ")[0].partition(".")[0][1:]) for entry in ours.log if entry[0] == "m"]
        if order != sorted(order):
            return f"mutations overlap: {ours.log}"
        if ours.changes > theirs.changes:
            return f"{ours.changes} changes instead of {theirs.changes}"
    return ""


async def _show(seed: int) -> None:
    api, engine, generated = generate(seed)
    print(api.sdl, "\n", generated.query, "\nvariables:", json.dumps(generated.variables), generated.operation_name)
    request = Request(query=generated.query, variables=generated.variables, operation_name=generated.operation_name)
    print("ours:  ", (await engine.execute(request, Calls())).body.decode())
    expected = await _reference(api, parse(generated.query), generated, Calls())
    print("theirs:", expected.formatted)
    print(await case(seed))


async def _many(first: int, count: int) -> list[int]:
    tally: Counter[str] = Counter()
    failed: list[int] = []
    begun = time.monotonic()
    for done, seed in enumerate(range(first, first + count), start=1):
        try:
            outcome = await asyncio.wait_for(case(seed), 60)
        except Exception as error:
            outcome = Outcome(f"raised {type(error).__name__}: {error}", "raised", False, 0)
        tally.update(
            [outcome.kind, *(["with errors"] if outcome.errors else []), *(["fallback"] if outcome.fallback else [])]
        )
        if outcome.difference:
            failed.append(seed)
            print(f"seed {seed}: {outcome.difference[:1500]}\n", flush=True)
        if done % 1_000 == 0:
            print(f"{done} cases, {len(failed)} differ, {time.monotonic() - begun:.0f} s", flush=True)
    print(dict(tally))
    return failed


def main() -> int:
    """The command line. 0 when all cases are equal."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", type=int, default=1_000)
    parser.add_argument("--seed", type=int, default=1, help="the first case")
    parser.add_argument("--show", type=int, help="print this case only")
    given = parser.parse_args()
    if given.show is not None:
        asyncio.run(_show(given.show))
        return 0
    failed = asyncio.run(_many(given.seed, given.cases))
    print(f"{given.cases} cases from {given.seed}: {len(failed)} differ" + (f": {failed}" if failed else ""))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
