"""What a message's text may be."""

from uuid import UUID, uuid4

import pytest

from hallway.kernel.errors import Problem
from hallway.services.chat.api import MAX_CHARACTERS
from hallway.services.chat.messages.body import EXCERPT, MAX_MENTIONS, clean, excerpt, mentioned, with_names


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  hello \n", "hello"),
        ("a\r\nb\rc\u2028d", "a\nb\nc\nd"),
        ("a\tb\nc", "a\tb\nc"),
        ("a\x00b\x1bc\x7fd\x85e", "abcd\ne"),
        ("safe\u202egpj.exe", "safegpj.exe"),
        ("a\ud800b", "ab"),
        ("👩‍👩‍👧 ok", "👩‍👩‍👧 ok"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("x" * MAX_CHARACTERS + "   ", "x" * MAX_CHARACTERS),
        ("𝒳" * MAX_CHARACTERS, "𝒳" * MAX_CHARACTERS),
    ],
)
def test_keeps_what_people_see(typed: str, kept: str) -> None:
    assert clean(typed) == kept


@pytest.mark.parametrize("typed", ["", "   \n\t ", "\x00\x01", "\u200b\u200d\ufeff", "\u00a0 \u3000", "\ud800"])
def test_refuses_what_nobody_sees(typed: str) -> None:
    with pytest.raises(Problem) as refused:
        clean(typed)
    assert refused.value.code == "invalid"


@pytest.mark.parametrize("typed", ["x" * (MAX_CHARACTERS + 1), " " * 10_000_000 + "x", "x" * 10_000_000])
def test_refuses_what_is_too_long(typed: str) -> None:
    with pytest.raises(Problem) as refused:
        clean(typed)
    assert refused.value.code == "too_large"


def test_finds_mentions_once_each_and_at_most_twenty() -> None:
    ids = [uuid4() for _ in range(MAX_MENTIONS + 5)]
    text = " ".join(f"@[Person {n}]({id})" for n, id in enumerate(ids))
    assert mentioned(text + " " + text) == ids[:MAX_MENTIONS]


@pytest.mark.parametrize(
    "text",
    ["@[A](nobody)", "@[A]", "@Name", "@[](00000000-0000-0000-0000-000000000000)", "[A](" + str(UUID(int=1)) + ")"],
)
def test_other_text_mentions_nobody(text: str) -> None:
    assert mentioned(text) == []


def test_many_brackets_take_no_time() -> None:
    assert mentioned("@[" * 2_000) == []
    assert mentioned("@[" + "a" * 3_990 + "](") == []


def test_excerpt_is_one_short_line() -> None:
    assert excerpt(f"Hi @[Ada Example]({UUID(int=1)}),\n\nsee   you") == "Hi @Ada Example, see you"
    assert len(excerpt("word " * 200)) <= EXCERPT
    assert excerpt("word " * 200).endswith("…")


def test_a_mention_has_the_name_of_the_person() -> None:
    ada, nobody = uuid4(), uuid4()
    text = f"@[Marta (Organiser)]({ada}), @[Ben]({nobody}) and @[{nobody}"
    assert with_names(text, {ada: "Ada [she] Lovelace"}) == f"@[Ada  she  Lovelace]({ada}), @Ben and @[{nobody}"
    assert mentioned(with_names(text, {ada: "[]"})) == [ada]
    with pytest.raises(Problem) as refused:
        with_names(f"@[A]({ada})" + "x" * (MAX_CHARACTERS - 45), {ada: "A" * 80})
    assert refused.value.code == "too_large"
