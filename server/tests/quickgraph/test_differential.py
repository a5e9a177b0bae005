"""Compiled code and graphql-core say the same: some hundred cases, and every case that once told something."""

import asyncio
from collections import Counter
from pathlib import Path

import pytest

from tests.quickgraph.differential import Outcome, case, generate

# graphql-core leaves coroutines behind when a field beside them fails.
pytestmark = pytest.mark.filterwarnings("ignore:coroutine", "ignore::pytest.PytestUnraisableExceptionWarning")
CASES = 300
FORMER_FAILURES = Path(__file__).with_name("former_failures.txt")


def former() -> list[int]:
    """The seeds written down, one a line, each with what it showed."""
    lines = FORMER_FAILURES.read_text().splitlines()
    return [int(line.split()[0]) for line in lines if line.strip() and not line.startswith("#")]


async def _outcomes(seeds: list[int]) -> list[Outcome]:
    return [await asyncio.wait_for(case(seed), 20) for seed in seeds]


@pytest.mark.timeout(300)
async def test_cases_are_equal_and_worth_asking() -> None:
    seeds = list(range(1, CASES + 1))
    outcomes = await _outcomes(seeds)
    differ = {seed: outcome.difference for seed, outcome in zip(seeds, outcomes, strict=True) if outcome.difference}
    assert not differ
    kinds = Counter(outcome.kind for outcome in outcomes)
    assert kinds["executed"] > CASES * 0.8
    assert kinds["refused"] > 5
    assert kinds["invalid"] > 5
    assert sum(outcome.errors > 0 for outcome in outcomes) > CASES * 0.1
    assert sum(outcome.fallback for outcome in outcomes) <= CASES * 0.02


@pytest.mark.parametrize("seed", former())
async def test_former_failures(seed: int) -> None:
    assert (await case(seed)).difference == ""


def test_a_seed_says_it_all() -> None:
    assert generate(77)[2] == generate(77)[2]
    assert generate(77)[0].sdl == generate(78)[0].sdl


def test_questions_use_the_language() -> None:
    texts = [generate(seed)[2].query for seed in range(150)]
    pieces = ["mutation", "@skip(if: $", "@include(if: true", "__typename", "... on N", "... on U0", "...F1", "null"]
    for piece in [*pieces, "fragment", "= [", '"""', "query Op1", "__type"]:
        assert sum(piece in text for text in texts) >= 2, piece
