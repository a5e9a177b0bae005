"""Which characters stay, how long a text may be, and what is said when it may not."""

import unicodedata
from typing import Annotated

import msgspec
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from hallway.kernel.errors import Problem, ProblemData
from hallway.kernel.limits import limits_of
from hallway.kernel.text import (
    Items,
    Line,
    Paragraphs,
    Verbatim,
    clean_line,
    clean_paragraphs,
    cleaned,
    strip_invisible,
)

KEPT = "\u200c\u200d" + "".join(map(chr, range(0xE0020, 0xE0080)))
FLAG_OF_SCOTLAND = "\U0001f3f4\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f"
NASTY = st.sampled_from(
    [
        *(
            "\ud800",
            "\udfff",
            "\x00",
            "\x1b",
            "\x85",
            "\u2028",
            "\u2029",
            "\r\n",
            "\r",
            "\n",
            "\t",
            "\v",
            " ",
            "\u00a0",
        ),
        *("\u200b", "\u200d", "\u200e", "\u202e", "\u2066", "\ufeff", "\ue000", "\ufdd0", "\U0010ffff", "\u3164"),
        *("e\u0301", "\u0301", "\u0958", "\u1fa7", "\U0001d160", "\u2000", "\u2126", "가", "\u1100", "\u1161", "🩷"),
    ]
)
TEXT = st.lists(NASTY | st.characters(exclude_categories=[]) | st.text("ab ", max_size=40), max_size=12).map("".join)
CLEANERS = pytest.mark.parametrize("clean", [clean_line, clean_paragraphs])


def answer(clean: object, value: str, max: int) -> str | None:
    """What is kept; None when it is refused."""
    try:
        return clean(value, max, "name")  # type: ignore[operator]
    except Problem:
        return None


@CLEANERS
@given(TEXT, st.integers(1, 40))
@example("\u200e" * 150 + "é", 10)
@example("\u1fa7" * 10 + "\n" * 130, 10)
@example("e\u200b\u0301", 1)
def test_whatever_comes_is_refused_or_clean_bounded_and_the_same_again(clean: object, value: str, max: int) -> None:
    kept = answer(clean, value, max)
    assert kept == answer(clean, unicodedata.normalize("NFC", value), max)
    assert kept == answer(clean, unicodedata.normalize("NFD", value), max)
    if kept is None:
        return
    assert len(kept) <= max
    assert kept == kept.strip()
    assert unicodedata.is_normalized("NFC", kept)
    kept.encode()
    lines = set("\n\t") if clean is clean_paragraphs else set()
    assert not [c for c in set(kept) - set(KEPT) - lines if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Co")]
    assert answer(clean, kept, max) == kept
    assert answer(clean, kept, len(kept)) == kept


@given(TEXT)
def test_the_rule_alone_never_fails(value: str) -> None:
    kept = strip_invisible(value)
    assert strip_invisible(kept) == kept == strip_invisible(unicodedata.normalize("NFD", value))
    assert not set(kept) & set("\r\x85\u2028\u2029\v\f\ufeff\ud800")


def test_what_goes_is_category_c_without_the_kept_and_the_unassigned() -> None:
    """On every Python, each with its own version of Unicode."""
    kinds = {number: unicodedata.category(chr(number)) for number in range(0x110000)}
    kept = {*map(ord, KEPT + "\t\n\r\v\f\x85\u2028\u2029")}
    expected = {number for number, kind in kinds.items() if kind in ("Cc", "Cf", "Cs", "Co")} - kept
    never_visible = {0x2065, *range(0xFDD0, 0xFDF0), *range(0xFFF0, 0xFFF9), 0xFFFE, 0xFFFF, *range(0xE0000, 0x110000)}
    newer = {*range(0x13439, 0x13440)}  # Unicode 15
    expected |= {number for number in never_visible | newer if kinds[number] == "Cn"}
    assert {number for number in kinds if not strip_invisible(chr(number))} == expected


@pytest.mark.parametrize(
    ("value", "line", "paragraphs"),
    [
        ("  Ada   Quist\n", "Ada Quist", "Ada   Quist"),
        ("one\r\ntwo\rthree\u2028four\u2029five\x85six\vseven", "one two three four five six seven", None),
        ("a\tb\n\nc", "a b c", "a\tb\n\nc"),
        ("Ada\0\x1b[31m Quist\u202e", "Ada[31m Quist", "Ada[31m Quist"),
        ("safe\u202egpj.exe", "safegpj.exe", "safegpj.exe"),
        ("A\u0301da", "\u00c1da", "\u00c1da"),
        ("e\u200b\u0301", "é", "é"),
        ("half\ud83d", "half", "half"),
        ("می\u200cخواهم", "می\u200cخواهم", "می\u200cخواهم"),
        ("👩\u200d👩\u200d👧 ok", "👩\u200d👩\u200d👧 ok", "👩\u200d👩\u200d👧 ok"),
        (FLAG_OF_SCOTLAND, FLAG_OF_SCOTLAND, FLAG_OF_SCOTLAND),
        ("\U0001fae8\U0001fa77", "\U0001fae8\U0001fa77", "\U0001fae8\U0001fa77"),  # in Unicode since 15.0
        ("Où ?\u00a0Là", "Où ? Là", "Où ?\u00a0Là"),
        ("Zoë\ufe0f", "Zoë\ufe0f", "Zoë\ufe0f"),
        ("<b>Ada</b>", "<b>Ada</b>", "<b>Ada</b>"),
    ],
)
def test_lines_and_paragraphs(value: str, line: str, paragraphs: str | None) -> None:
    assert clean_line(value, 100, "name") == line
    assert clean_paragraphs(value, 100, "name") == (paragraphs or "one\ntwo\nthree\nfour\nfive\nsix\nseven")


@CLEANERS
def test_all_that_unicode_has_drawn_as_nothing_is_blank(clean: object) -> None:
    """`Default_Ignorable_Code_Point`, which Python's tables do not have."""
    ignorable = {0xAD, 0x34F, 0x61C, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x3164, 0xFEFF, 0xFFA0}
    for first, last in ((0x180B, 0x180F), (0x200B, 0x200F), (0x202A, 0x202E), (0x2060, 0x206F), (0xFE00, 0xFE0F)):
        ignorable |= {*range(first, last + 1)}
    for first, last in ((0xFFF0, 0xFFF8), (0x1BCA0, 0x1BCA3), (0x1D173, 0x1D17A), (0xE0000, 0xE0FFF)):
        ignorable |= {*range(first, last + 1)}
    assert [hex(number) for number in sorted(ignorable) if answer(clean, chr(number), 10) != ""] == []


@CLEANERS
@pytest.mark.parametrize(
    "value",
    [
        "",
        "  \n\t",
        "\0\x01",
        "\u200b\u200d\ufeff",
        "\u00a0 \u3000",
        "\ud800",
        "\u3164",
        "\u2800 \u115f",
        "\u1160\uffa0",
        "\U0001d159",
        "\u034f\u17b4\u180b",
        "\ufff0\u2065",
        "\ufe0f",
        "\u0301",
    ],
)
def test_blank_is_what_nobody_sees(clean: object, value: str) -> None:
    assert answer(clean, value, 10) == ""
    with pytest.raises(Problem, match=r"^The code of conduct is missing\. Please fill it in\.$") as refused:
        clean(value, 10, "codeOfConduct", required=True)  # type: ignore[operator]
    assert refused.value.data == ProblemData(field="codeOfConduct")


@CLEANERS
@pytest.mark.parametrize("value", ["x" * 20_001, "x" * 10_000_000, "é" * 10_000_000, " " * 10_000_000 + "x"])
def test_too_long_says_the_limit_and_names_the_field_in_words(clean: object, value: str) -> None:
    with pytest.raises(Problem, match=r"^The code of conduct may have at most 20,000 characters\.$") as refused:
        clean(value, 20_000, "codeOfConduct", required=True)  # type: ignore[operator]
    assert refused.value.data == ProblemData(field="codeOfConduct", limit=20_000)


@CLEANERS
def test_nothing_is_done_with_megabytes(clean: object, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[int] = []
    monkeypatch.setattr("hallway.kernel.text.strip_invisible", lambda value: seen.append(len(value)) or value)
    monkeypatch.setattr("hallway.kernel.text.normalize", lambda _, value: seen.append(len(value)) or value)
    for value in ("\ud800" * 2_000_000, "\u0301" * 2_000_000, "\n" * 2_000_000, " " * 2_000_000):
        assert answer(clean, value, 100) is None
    assert max(seen, default=0) <= 1_600


class Input(msgspec.Struct, frozen=True, rename="camel"):
    name: Annotated[str, Line(12, required=True)]
    location: Annotated[str, Line(5)] = ""
    code_of_conduct: Annotated[str, Paragraphs(20)] = ""
    speakers: Annotated[list[str], Items(3, Line(4))] = []
    headline: Annotated[str, Line(5)] | None = None
    subtitle: Annotated[str, Line(5)] | msgspec.UnsetType = msgspec.UNSET
    password: Annotated[str, Verbatim(10)] = " as\x00it is "
    slug: str = " as\x00it is "


def test_a_struct_is_cleaned_by_its_annotations() -> None:
    typed = Input(" Ada\n", "\tRome", " a\r\nb ", [" A ", "", "B", "A\u200b", "\u200b", "C", "B"], " x ", " they")
    assert cleaned(typed) == Input("Ada", "Rome", "a\nb", ["A", "B", "C"], "x", "they")
    assert cleaned(Input("Ada")) == Input("Ada")
    assert cleaned(cleaned(typed)) == cleaned(typed)


@pytest.mark.parametrize(
    ("typed", "field", "said"),
    [
        (Input(""), "name", "The name is missing. Please fill it in."),
        (Input("A", "Lisbon"), "location", "The location may have at most 5 characters."),
        (Input("A", "", "x" * 21), "codeOfConduct", "The code of conduct may have at most 20 characters."),
        (Input("A", speakers=["Ada", "Grace"]), "speakers", "Each of the speakers may have at most 4 characters."),
        (Input("A", speakers=["A", "B", "C", "D"]), "speakers", "There may be at most 3 speakers."),
        (Input("A", speakers=[""] * 13), "speakers", "There may be at most 3 speakers."),
        (Input("A", password="x" * 11), "password", "The password may have at most 10 characters."),
        (Input("A", headline="Lisbon"), "headline", "The headline may have at most 5 characters."),
        (Input("A", subtitle="Lisbon"), "subtitle", "The subtitle may have at most 5 characters."),
    ],
)
def test_what_is_wrong_in_a_struct_is_said_by_field(typed: Input, field: str, said: str) -> None:
    with pytest.raises(Problem) as refused:
        cleaned(typed)
    assert (refused.value.code, refused.value.message, refused.value.data.field) == ("invalid", said, field)


def test_too_long_a_text_reaches_our_code() -> None:
    """What decodes the input knows nothing of the annotations, or it would refuse by words of its own."""
    wire = {"name": "A", "location": "x" * 900, "speakers": ["y" * 900] * 9, "headline": "z" * 900}
    expected = Input("A", "x" * 900, "", ["y" * 900] * 9, "z" * 900)
    assert msgspec.convert(wire, Input) == expected
    assert msgspec.json.decode(msgspec.json.encode(wire), type=Input) == expected
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(wire), type=Input) == expected


def test_the_contract_is_told_the_limits() -> None:
    assert limits_of(Input) == {
        "name": {"max": 12},
        "location": {"max": 5},
        "codeOfConduct": {"max": 20},
        "speakers": {"max": 4, "items": 3},
        "headline": {"max": 5},
        "subtitle": {"max": 5},
        "password": {"max": 10},
    }
