"""Words: sentences of the catalogue in each language, and that the code and the catalogue agree."""

import ast
import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

import msgspec
import pytest
from icu4py.messageformat import MessageFormat

import hallway
from hallway.kernel.errors import camel_case
from hallway.kernel.words import (
    CATALOGUE,
    ENGLISH,
    Sentence,
    day,
    in_english,
    language,
    languages,
    said,
    say,
    sentence,
    texts,
)

SERVER: Final = Path(hallway.__file__).parent
WEB: Final = CATALOGUE.resolve().parent / "web" / "src"
OURS: Final = ("fields", "gateway", "problems", "reading", "reasons")
"""Namespaces of which the server writes."""
DATA: Final = ("field", "limit", "retry_after", "where")
"""What of a Problem's data a text may name, and need not."""
UNSAID: Final = ("until", "current")
CALLS: Final = ("Problem", "Sentence", "sentence")


class Said(NamedTuple):
    """A key that stands in the code: where, with which values, and whether there may be others that are not seen."""

    where: str
    key: str
    values: frozenset[str]
    more: bool


def test_a_sentence_within_a_sentence() -> None:
    too_long = sentence("problems.tooLong", what=sentence("fields.name"), limit=12000)
    assert in_english(too_long) == "The name may have at most 12,000 characters."


def test_lists_days_and_languages() -> None:
    assert in_english(day(date(2026, 3, 9))) == "9 March 2026"
    assert said("de", day(date(2026, 3, 9))) == "9. März 2026"
    assert in_english(language("pt", "Portuguese")) == "Portuguese"
    ids = sentence("reading.severalIds", ids=["a", sentence("reading.noId")])
    assert in_english(ids).endswith("people: a, none")


def test_a_language_without_a_text_has_the_english_one() -> None:
    assert say("tlh", "problems.noSuchEvent") == say(ENGLISH, "problems.noSuchEvent") == "There is no such event."
    assert say("de", "problems.noDancing") == "problems.noDancing"


def test_somebody_s_text_is_no_pattern() -> None:
    assert say(ENGLISH, "problems.nobodyByEmail", {"email": "{limit} '{'"}).endswith("{limit} '{'.")


@pytest.mark.parametrize("tag", languages())
def test_every_text_can_be_written(tag: str) -> None:
    for namespace in sorted(file.stem for file in (CATALOGUE / tag).glob("*.json")):
        for key, text in texts(tag, namespace).items():
            MessageFormat(text, tag)
            assert text.strip(), f"{namespace}.{key} is empty"


@pytest.mark.parametrize("tag", [tag for tag in languages() if tag != ENGLISH])
@pytest.mark.parametrize("namespace", OURS)
def test_every_language_says_the_same(tag: str, namespace: str) -> None:
    theirs, ours = texts(tag, namespace), texts(ENGLISH, namespace)
    assert theirs.keys() == ours.keys()
    assert {key: names_in(text) for key, text in theirs.items()} == {key: names_in(text) for key, text in ours.items()}


def test_every_key_in_the_code_has_a_text_with_its_values() -> None:
    wrong: list[str] = []
    for one in in_code():
        namespace, _, name = one.key.partition(".")
        text = texts(ENGLISH, namespace).get(name)
        if text is None:
            wrong.append(f"{one.where}: no text {one.key}")
            continue
        optional = {camel_case(each) for each in DATA} if namespace == "problems" else set[str]()
        missing, unsaid = names_in(text) - one.values, one.values - names_in(text) - optional
        if (missing and not one.more) or unsaid:
            wrong.append(f"{one.where}: {one.key} names {sorted(missing)}, and is given {sorted(unsaid)}")
    assert not wrong, "\n".join(wrong)


def test_every_text_is_said_by_somebody() -> None:
    code = "\n".join(file.read_text() for file in SERVER.rglob("*.py"))
    literals = set(re.findall(r'"(?:gateway\.|reading\.|reasons\.|problems\.)?([a-z]\w*)"', code))
    pages = "\n".join(file.read_text() for file in WEB.rglob("*.ts*"))
    literals |= set(re.findall(r'"(?:problems)\.(\w+)"', pages))
    literals |= {f"{name}Unnamed" for name in literals} | {f"{name}Cut" for name in literals}
    unsaid = {
        f"{namespace}.{key}" for namespace in OURS[1:] for key in texts(ENGLISH, namespace) if key not in literals
    }
    assert not unsaid


def test_every_field_of_an_input_has_a_name() -> None:
    fields = {field for struct in limits_of_everything().values() for field, most in struct.items() if "max" in most}
    assert not {field for field in fields if field not in texts(ENGLISH, "fields")} - NUMBERS


NUMBERS: Final = {"capacity", "endsAt", "shiftDays", "minutes", "file"}
"""Fields that are no texts: what is wrong with them has sentences of its own."""


def test_no_sentence_is_in_the_code() -> None:
    """What Problem, Sentence and `sentence` are given is a key: never words."""
    words = [f"{where}: {text}" for where, text in literals_given() if not re.fullmatch(r"[a-zA-Z0-9.]+", text)]
    assert not words, "\n".join(words)


@cache
def names_in(text: str) -> frozenset[str]:
    """The names of the values in a text, of whatever kind."""
    depth, names, within = 0, set[str](), ""
    for place, character in enumerate(text):
        if character == "{":
            depth += 1
            found = re.match(r"\s*(\w+)\s*([,}])", text[place + 1 :])
            before = text[:place].rstrip()
            if found and (found[2] == "," or not re.search(r"(?:[\w=]+)$", before) or not within):
                names.add(found[1])
                within = within or (found[1] if found[2] == "," else "")
        elif character == "}":
            depth -= 1
            within = within if depth else ""
    return frozenset(names)


def calls() -> Iterator[tuple[str, ast.Call, str]]:
    for file in sorted(SERVER.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in CALLS:
                yield f"{file.relative_to(SERVER)}:{node.lineno}", node, node.func.id


def key_of(node: ast.Call, name: str) -> ast.expr | None:
    place = 1 if name == "Problem" else 0
    return node.args[place] if len(node.args) > place else None


def literals_given() -> Iterator[tuple[str, str]]:
    for where, node, name in calls():
        key = key_of(node, name)
        for part in ast.walk(key) if key else ():
            if isinstance(part, ast.Constant) and isinstance(part.value, str):
                yield where, part.value


def in_code() -> Iterator[Said]:
    for where, node, name in calls():
        key = key_of(node, name)
        if not isinstance(key, ast.Constant) or not isinstance(key.value, str) or key.value in ("day", "language"):
            continue  # of several: `test_every_text_is_said_by_somebody` sees them
        given = [one.arg for one in node.keywords]
        names = frozenset(camel_case(one) for one in given if one and one not in UNSAID)
        more = None in given or (name == "Sentence" and len(node.args) > 1)
        yield Said(where, f"problems.{key.value}" if name == "Problem" else key.value, names, more)


def limits_of_everything() -> dict[str, dict[str, dict[str, int]]]:
    return msgspec.json.decode((CATALOGUE.resolve().parent / "contract" / "limits.json").read_bytes())


def test_names_in_a_text() -> None:
    assert names_in("{a} of {b, number} {c, plural, one {# {d}} other {others}}") == {"a", "b", "c", "d"}
    assert names_in("{more, plural, =0 {} one { and another} other { and # more}}") == {"more"}
    assert Sentence("reading.empty").values == {}
