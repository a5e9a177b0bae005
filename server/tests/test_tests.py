"""Tests can fail, wait for states and not for seconds, and never assert on the clock of the wall."""

import ast
import textwrap
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parent
ASSERTING = {
    "alive", "arrived", "computes_within", "dead", "equal", "eventually", "eventually_refused",
    "fail", "facts_heard", "gone", "raises", "refused", "seen", "serves_newcomers", "settled", "silent", "sound",
    "trickle", "under_load", "until", "until_cleared", "until_closed", "until_heard",
}  # fmt: skip
"""Helpers that fail a test by themselves: they assert, or wait for something and raise when it does not come."""
EVERYTHING = {"Exception", "BaseException", "AssertionError"}
WALL = {"monotonic", "perf_counter", "monotonic_ns", "perf_counter_ns"}
SLEEPS = {
    "scenarios/page.py": "a page lets a moment pass before it tries again, as in earnest",
    "picosio/app.py": "how long a handler takes is what its client asks for",
    "kernel/toy/service.py": "how long a call takes is what its caller asks for",
    "support/waiting.py": "where it is looked again and again",
    "support/recorder.py": "pushes of others leave at the end of their turn, over their connections",
}
"""Where real time passes, and why."""

Function = ast.FunctionDef | ast.AsyncFunctionDef
Check = Callable[[ast.Module], Iterator[str]]


def _called(node: ast.AST) -> str:
    """The last name of what is called or referred to: `sleep` of `asyncio.sleep(1)`."""
    node = node.func if isinstance(node, ast.Call) else node
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def _tests(tree: ast.Module) -> Iterator[Function]:
    for node in ast.walk(tree):
        if isinstance(node, Function) and node.name.startswith("test_"):
            yield node


def asserts_nothing(tree: ast.Module) -> Iterator[str]:
    """Tests that pass whatever happens, but for what raises by chance."""
    for test in _tests(tree):
        inside = list(ast.walk(test))
        if not any(isinstance(n, ast.Assert) or (isinstance(n, ast.Call) and _called(n) in ASSERTING) for n in inside):
            yield f"{test.lineno} {test.name} asserts nothing"


def swallows_asserts(tree: ast.Module) -> Iterator[str]:
    """Asserts whose failure is caught or passed over, and those that cannot fail."""
    for node in ast.walk(tree):
        if isinstance(node, ast.With | ast.AsyncWith):
            caught = any(_called(item.context_expr) == "suppress" for item in node.items)
        elif isinstance(node, ast.Try):
            caught = any(_catches_all(handler) for handler in node.handlers)
        else:
            if isinstance(node, ast.Assert) and _is_true(node.test):
                yield f"{node.lineno} an assert that is always true"
            continue
        if caught and any(isinstance(inner, ast.Assert) for part in node.body for inner in ast.walk(part)):
            yield f"{node.lineno} an assert that may fail unseen"


def _catches_all(handler: ast.ExceptHandler) -> bool:
    raised = any(isinstance(inner, ast.Raise) for part in handler.body for inner in ast.walk(part))
    kinds = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type] if handler.type else []
    return not raised and (not kinds or any(_called(kind) in EVERYTHING for kind in kinds))


def _is_true(test: ast.expr) -> bool:
    parts = test.values if isinstance(test, ast.BoolOp) and isinstance(test.op, ast.Or) else [test]
    return any(isinstance(part, ast.Constant) and bool(part.value) for part in parts)


def sleeps(tree: ast.Module) -> Iterator[str]:
    """Sleeps that guess how long something takes; `sleep(0)` is a turn of the loop."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _called(node) == "sleep" and node.args:
            seconds = node.args[0]
            if not (isinstance(seconds, ast.Constant) and seconds.value == 0):
                yield f"{node.lineno} sleeps"


def reads_the_wall_clock(tree: ast.Module) -> Iterator[str]:
    """Time that was taken in order to be compared: a busy machine needs more of it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in WALL:
            yield f"{node.lineno} {node.attr}"


@pytest.mark.parametrize("check", [asserts_nothing, swallows_asserts, sleeps, reads_the_wall_clock])
def test_every_test_can_fail_and_waits_for_states(check: Check) -> None:
    found = [
        f"{path.relative_to(TESTS)}:{what}"
        for path in sorted(TESTS.rglob("*.py"))
        if not (check is sleeps and str(path.relative_to(TESTS)) in SLEEPS)
        if not (check is reads_the_wall_clock and not path.name.startswith("test_"))
        for what in check(ast.parse(path.read_text()))
    ]
    assert not found


def test_no_exception_to_that_is_out_of_date() -> None:
    assert [name for name in SLEEPS if not list(sleeps(ast.parse((TESTS / name).read_text())))] == []
    trees = [ast.parse(path.read_text()) for path in TESTS.rglob("*.py")]
    made = {node.name for tree in trees for node in ast.walk(tree) if isinstance(node, Function)}
    assert made | {"raises", "fail"} >= ASSERTING


@pytest.mark.parametrize(
    ("check", "text"),
    [
        (asserts_nothing, "def test_it():\n    call()"),
        (asserts_nothing, "class TestIt:\n    async def test_it(self):\n        await self.call()"),
        (swallows_asserts, "with suppress(OSError):\n    assert it"),
        (swallows_asserts, "try:\n    assert it\nexcept (OSError, Exception):\n    pass"),
        (swallows_asserts, "try:\n    for one in it:\n        assert one\nexcept:\n    pass"),
        (swallows_asserts, "assert it or True"),
        (sleeps, "async def wait():\n    await asyncio.sleep(0.1)"),
        (sleeps, "time.sleep(seconds)"),
        (reads_the_wall_clock, "began = time.monotonic()"),
    ],
)
def test_the_checks_bite(check: Check, text: str) -> None:
    assert list(check(ast.parse(textwrap.dedent(text))))
