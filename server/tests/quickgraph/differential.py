"""Asks compiled code and graphql-core the same and compares what they say.

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
from tests.quickgraph.questions import Asking, Question
from tests.quickgraph.worlds import Calls, World

TIMES = 2
"""An operation is completed without code of its own when it is asked for the first time."""
PER_WORLD = 12
"""Questions asked of one world: building one costs as much as several questions."""
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
def world_of(number: int) -> tuple[World, Engine]:
    world = World(number)
    return world, Engine(world.schema, limits=WIDE, public=False, describe=described, compile_at=1)


def described(error: Exception) -> ErrorBody:
    return ErrorBody(error.message if isinstance(error, GraphQLError) else str(error))


def question_of(seed: int) -> tuple[World, Engine, Question]:
    world, engine = world_of(seed // PER_WORLD)
    return world, engine, Asking(world, seed).question()


async def case(seed: int) -> Outcome:
    """Asks the question of `seed` twice."""
    return await asked(*question_of(seed))


async def asked(world: World, engine: Engine, question: Question) -> Outcome:
    """Asks a question, of graphql-core once and of ours as often as it takes until all code is written."""
    document = parse(question.query)
    request = Request(query=question.query, variables=question.variables, operation_name=question.operation_name)
    schema = "__type(" in question.query
    theirs = Calls()
    expected: ExecutionResult | None = None
    outcome = Outcome("", "invalid", False, 0)
    for _ in range(TIMES):
        ours, before = Calls(), engine.counters.fallbacks
        result = await engine.execute(request, ours)
        body = json.loads(result.body)
        # The engine validates by graphql-core's own function; asking it again matters only for what was refused.
        if result.status != 200 and (invalid := validate(world.schema.graphql, document)):
            said = "".join(error.message for error in invalid)
            same = "data" not in body and all(error["message"][:290] in said for error in body["errors"])
            return Outcome("" if same else f"not refused: {said}", "invalid", False, 0)
        if expected is None:
            expected = await _reference(world, document, question, theirs)
        fallback = engine.counters.fallbacks > before
        if expected.data is None and all(error.path is None for error in expected.errors or []):
            outcome = Outcome(_refusal(body, expected.errors or [], ours), "refused", fallback, 0)
        else:
            differs = f"refused: {body}" if result.status != 200 else ""
            differs = differs or await _compare(world, question, body, expected)
            differs = differs or await _calls(world, document, question, ours, theirs, fallback)
            outcome = Outcome(differs, "executed", fallback and not schema, len(expected.errors or []))
        if outcome.difference:
            break
    return outcome


async def _reference(world: World, document: DocumentNode, question: Question, calls: Calls) -> ExecutionResult:
    return await reference.run(
        world.schema, document, question.operation_name, question.variables, calls, hide_suggestions=False
    )


def _refusal(body: dict[str, Any], errors: list[GraphQLError], calls: Calls) -> str:
    # A condition of the root's fields whose variable is null is found while executing: then `data` may be there.
    if "data" in body and not all(error.message.startswith("Argument 'if'") for error in errors):
        return f"a request error with data: {body}"
    if calls.counts:
        return "a refused request was executed"
    ours, theirs = Counter(e["message"] for e in body["errors"]), Counter(e.message for e in errors)
    return "" if ours == theirs else f"refused otherwise: {ours} instead of {theirs}"


async def _compare(world: World, question: Question, body: dict[str, Any], expected: ExecutionResult) -> str:
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
    all_errors, _ = await _unpropagated(world, question)
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


async def _unpropagated(world: World, question: Question) -> tuple[set[Error], Calls]:
    """The errors and calls when null stays where it is."""
    off = DirectiveNode(name=NameNode(value="experimental_disableErrorPropagation"), arguments=())
    document = parse(question.query)
    marked = DocumentNode(
        definitions=tuple(
            replace(d, directives=(*(d.directives or ()), off)) if isinstance(d, OperationDefinitionNode) else d
            for d in document.definitions
        )
    )
    calls = Calls()
    result = await _reference(world, marked, question, calls)
    return {_plain(error.formatted) for error in result.errors or []}, calls


async def _calls(
    world: World, document: DocumentNode, question: Question, ours: Calls, theirs: Calls, fallback: bool
) -> str:
    """As many calls for each parent as graphql-core makes, and mutations one after the other."""
    more = ours.counts - theirs.counts
    if more:  # of what graphql-core left out because something beside it failed
        _, everything = await _unpropagated(world, question)
        if more := ours.counts - everything.counts:
            return f"called too often: {more}"
    operation = next(
        d
        for d in document.definitions
        if isinstance(d, OperationDefinitionNode)
        and (question.operation_name is None or (d.name and d.name.value == question.operation_name))
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
    world, engine, question = question_of(seed)
    print(world.sdl, "\n", question.query, "\nvariables:", json.dumps(question.variables), question.operation_name)
    request = Request(query=question.query, variables=question.variables, operation_name=question.operation_name)
    print("ours:  ", (await engine.execute(request, Calls())).body.decode())
    expected = await _reference(world, parse(question.query), question, Calls())
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
