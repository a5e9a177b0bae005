"""Building a schema: everything that does not fit is said at once."""

from dataclasses import dataclass

import msgspec
import pytest

from quickgraph import SchemaError, build


class Person(msgspec.Struct):
    id: int
    full_name: str

    @property
    def initials(self) -> str:
        return "".join(word[0] for word in self.full_name.split())


@dataclass
class Room:
    id: int
    seats: int | None = None


async def people(ctx: object, first: int = 3) -> list[Person | ValueError]:
    return []


async def rooms(ctx: object, parents: list[Person]) -> list[list[Room]]:
    return [[] for _ in parents]


def faults(*sdl: str, **bindings: object) -> list[str]:
    with pytest.raises(SchemaError) as caught:
        build(sdl=list(sdl), **{"fields": {"Query.people": people}, **bindings})  # type: ignore[arg-type]
    return caught.value.faults


PARTS = (
    "type Query { people(first: Int): [Person!]! }",
    "type Person { id: ID! fullName: String! initials: String! }",
    "extend type Person { rooms: [Room!]! } type Room { id: ID! seats: Int }",
)


def test_parts_are_joined() -> None:
    schema = build(sdl=PARTS, fields={"Query.people": people}, batched={"Person.rooms": rooms})
    assert set(schema.bindings) == {"Query.people", "Person.rooms"}
    assert schema.graphql.get_directive("cost")


def test_a_type_given_twice() -> None:
    assert any("only one type named 'Room'" in fault for fault in faults(*PARTS, "type Room { id: ID! }"))


def test_a_field_given_twice() -> None:
    twice = faults(*PARTS, "extend type Room { seats: Int }")
    assert any("'Room.seats'" in fault for fault in twice)


def test_syntax_and_unknown_types() -> None:
    assert "Syntax Error" in faults("type Query {")[0]
    assert "Unknown type 'Nothing'" in faults("type Query { people: Nothing }")[0]


def test_all_faults_at_once() -> None:
    sdl = "type Query { people(after: ID): [Person!]! lost: Int } type Person { id: ID! name: String! initials: Int }"
    found = faults(sdl)
    assert found == [
        "Person.name is in the schema, but nobody answers it (Person has no name)",
        "Query.lost is in the schema, but nobody answers it (nothing has no lost)",
        "Query.people has the argument after, which people does not take",
    ]


def test_bindings_without_a_field() -> None:
    found = faults(*PARTS, batched={"Person.rooms": rooms, "Person.floors": rooms, "Query.people": rooms})
    assert "Person.floors is answered, but is not in the schema" in found
    assert "Query.people is answered twice" in found


def test_an_argument_that_may_be_missing() -> None:
    async def needs(ctx: object, first: int) -> list[Person]:
        return []

    found = faults(
        "type Query { people(first: Int): [Person!]! } type Person { id: ID! }", fields={"Query.people": needs}
    )
    assert found == ["Query.people may be asked without first, which needs needs"]
    build(
        sdl=["type Query { people(first: Int! = 3): [Person!]! } type Person { id: ID! }"],
        fields={"Query.people": needs},
    )


def test_classes_of_unions_are_followed() -> None:
    async def found(ctx: object) -> list[Person | Room]:
        return []

    sdl = "type Query { found: [Found!]! } union Found = Person | Room"
    sdl += " type Person { id: ID! } type Room { id: ID! size: Int }"
    with pytest.raises(SchemaError) as caught:
        build(sdl=[sdl], fields={"Query.found": found}, types={"Found": {Person: "Person", Room: "Room"}})
    assert caught.value.faults == ["Room.size is in the schema, but nobody answers it (Room has no size)"]


def test_scalars_and_types_must_exist() -> None:
    found = faults(*PARTS, batched={"Person.rooms": rooms}, scalars={"Date": (str, str)}, types={"Room": {}})
    assert found == ["Room is not an interface or union", "The scalar Date is not in the schema"]
