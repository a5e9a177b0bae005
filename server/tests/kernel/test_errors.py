"""Problems: typed data, with the same names on every wire."""

import msgspec
import pytest

from hallway.kernel.errors import Problem, ProblemData, camel_case


@pytest.mark.parametrize(
    ("name", "wire"), [("name", "name"), ("time_zone", "timeZone"), ("timeZone", "timeZone"), ("a_b_c", "aBC")]
)
def test_names_on_the_wire(name: str, wire: str) -> None:
    assert camel_case(name) == wire
    assert Problem("invalid", "No.", field=name).data.field == wire


def test_a_problem_travels_as_it_is() -> None:
    problem = Problem("too_many", "Wait.", retry_after=3, limit=5)
    wire = msgspec.json.encode(problem.fault())
    assert msgspec.json.decode(wire) == {
        "code": "too_many",
        "message": "Wait.",
        "data": {"limit": 5, "retryAfter": 3},
    }
    again = Problem.of(problem.fault())
    assert (again.code, again.message, again.data) == (problem.code, problem.message, problem.data)


def test_without_data_it_is_empty_on_the_wire() -> None:
    assert msgspec.json.encode(ProblemData()) == b"{}"
