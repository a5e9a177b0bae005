"""Problems: typed data, with the same names on every wire."""

import msgspec
import pytest

from hallway.kernel.errors import Fault, Problem, ProblemData, camel_case


@pytest.mark.parametrize(
    ("name", "wire"), [("name", "name"), ("time_zone", "timeZone"), ("timeZone", "timeZone"), ("a_b_c", "aBC")]
)
def test_names_on_the_wire(name: str, wire: str) -> None:
    assert camel_case(name) == wire
    assert Problem("invalid", "forbidden", field=name).data.field == wire


def test_a_problem_travels_as_it_is() -> None:
    problem = Problem("too_many", "noScheduleThere", retry_after=3, limit=5, url="https://ada.example", status="404")
    wire = msgspec.json.encode(problem.fault())
    assert msgspec.json.decode(wire) == {
        "code": "too_many",
        "message": "There is no schedule at https://ada.example: the answer is 404.",
        "data": {"limit": 5, "retryAfter": 3},
        "key": "noScheduleThere",
        "values": {"url": "https://ada.example", "status": "404"},
    }
    assert repr(Problem.of(msgspec.json.decode(wire, type=Fault))) == repr(problem)
    assert Problem.of(problem.fault()).sentence() == problem.sentence()


def test_what_a_newer_service_says_is_passed_on_in_its_words() -> None:
    fault = Fault("invalid", "Nobody may dance here.", key="noDancing", values={"step": 3})
    assert Problem.of(fault).message == "Nobody may dance here."
    assert Problem.of(fault).fault() == fault


def test_what_an_older_service_says_is_read() -> None:
    fault = msgspec.json.decode(b'{"code": "full", "message": "No place left."}', type=Fault)
    assert Problem.of(fault).fault() == Fault("full", "No place left.")


def test_a_text_may_name_what_is_typed_data() -> None:
    assert Problem("too_many", "tooOften", retry_after=1).message == "That was too often. Try again in 1 second."
    assert Problem("too_many", "tooOften", retry_after=61).message == "That was too often. Try again in 61 seconds."


def test_a_problem_can_be_given_its_field_later() -> None:
    problem = Problem("invalid", "topicTooLong", limit=40).about("time_zone")
    assert problem.data == ProblemData(field="timeZone", limit=40)
    assert problem.message == "A topic has at most 40 characters."


def test_without_data_it_is_empty_on_the_wire() -> None:
    assert msgspec.json.encode(ProblemData()) == b"{}"
