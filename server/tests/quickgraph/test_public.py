"""`@public`: which operations are the same for everybody who may ask them."""

from typing import Any

import pytest

from quickgraph import Engine, Request, SchemaError, build

SDL = """
type Query { talk: Talk! @public  mine: Talk!  anything: [Thing!]! @public }
type Talk {
  id: ID!  title: String!  stars: Int!
  speaker: Person! @public(only: ["name", "talks"])  room: Room! @public
}
type Person { id: ID!  name: String!  phone: String!  talks: [Talk!]! @public  friends: [Person!]! }
type Room { id: ID!  seats: Int! }
union Thing = Room | Person
type Mutation { star: Talk! }
"""


class Value:
    id = title = name = phone = ""
    seats = 0


async def root(ctx: Any) -> Any: ...
async def below(ctx: Any, parents: list[Any]) -> Any: ...


FIELDS = {f"Query.{name}": root for name in ("talk", "mine", "anything")} | {"Mutation.star": root}
BATCHED = {f"{path}": below for path in ("Talk.speaker", "Talk.stars", "Talk.room", "Person.talks", "Person.friends")}


def engine(sdl: str = SDL) -> Engine:
    return Engine(build([sdl], FIELDS, BATCHED))


@pytest.mark.parametrize(
    ("query", "public"),
    [
        ("{ talk { id title __typename } }", True),
        ("{ talk { id room { seats } } }", True),
        ("{ talk { id stars } }", False),
        ("{ mine { id } }", False),
        ("{ talk { id } mine { id } }", False),
        ("{ talk { speaker { name __typename } } }", True),
        ("{ talk { speaker { name phone } } }", False),
        ("{ talk { speaker { talks { title } } } }", True),
        ("{ talk { speaker { talks { stars } } } }", False),
        ("{ talk { speaker { friends { name } } } }", False),
        ("{ anything { ... on Room { seats } ... on Person { phone } } }", True),
        ("{ anything { ... on Person { friends { name } } } }", False),
        ("{ talk { ...Some } } fragment Some on Talk { title ... { room { id } } }", True),
        ("{ talk { ...Some } } fragment Some on Talk { title ... { stars } }", False),
        ("{ talk { speaker { ...Some } } } fragment Some on Person { phone }", False),
        ("query ($no: Boolean!) { talk { id stars @include(if: $no) } }", False),
        ("{ __typename }", False),
        ("{ __schema { types { name } } }", False),
        ("{ talk { id } __schema { types { name } } }", False),
        ("mutation { star { id } }", False),
    ],
)
def test_all_that_is_asked_has_to_be_public(query: str, public: bool) -> None:
    asked = Engine(build([SDL], FIELDS, BATCHED), public=False).ask(Request(query=query, variables={"no": False}))
    assert asked is not None
    assert asked.is_public is public


@pytest.mark.parametrize(
    ("before", "after", "fault"),
    [
        ("title: String!", "title: String! @public", "Talk.title: @public is for fields"),
        ("star: Talk!", "star: Talk! @public", "Mutation.star: @public is for fields"),
        ('"talks"', '"secrets"', "Talk.speaker: @public(only:) names secrets, which Person has not"),
    ],
)
def test_what_it_says_of_nothing_is_a_fault(before: str, after: str, fault: str) -> None:
    with pytest.raises(SchemaError) as caught:
        engine(SDL.replace(before, after, 1))
    assert any(one.startswith(fault) for one in caught.value.faults)
