"""Curated topics: the list itself, spelling, autocomplete, and what typed text resolves to."""

import re
import string

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hallway.kernel.errors import Problem
from hallway.kernel.words import languages, texts
from hallway.services.profiles.matching.embedding import load_embedder
from hallway.services.profiles.matching.topics import (
    MAX_LENGTH,
    Catalogue,
    Resolver,
    clean,
    embed_topics,
    fold,
    free_key,
    read_topics,
)

CATALOGUE = Catalogue.load()
BY_LETTERS = Resolver(CATALOGUE, None)
EMBEDDER = load_embedder()
BY_MEANING = Resolver(CATALOGUE, EMBEDDER)
with_model = pytest.mark.skipif(EMBEDDER is None, reason="the model package is not installed")


def test_the_list_is_whole() -> None:
    topics = read_topics()
    ids = {topic.id for topic in topics}
    assert len(topics) == len(ids) > 240
    for topic in topics:
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", topic.id)
        assert 10 <= len(topic.about) <= 120
        assert not topic.about.endswith(".")
        assert topic.parent is None or topic.parent in ids
        assert set(topic.related) <= ids - {topic.id}


@pytest.mark.parametrize("language", languages())
def test_each_topic_has_a_name_in_every_language(language: str) -> None:
    names = texts(language, "topics")
    assert list(names) == [topic.id for topic in read_topics()]
    assert len(set(names.values())) == len(names)
    for name in names.values():
        assert len(name) <= MAX_LENGTH
        assert clean(name) == name


def test_no_spelling_means_two_topics() -> None:
    for topic in CATALOGUE.topics:
        for spelling in (topic.id, *topic.spellings):
            found = CATALOGUE.spelled(spelling)
            assert found == topic, f"{spelling} of {topic.id}"


def test_parents_make_no_circle() -> None:
    for topic in CATALOGUE.topics:
        seen, parent = {topic.id}, topic.parent
        while parent:
            assert parent not in seen
            seen.add(parent)
            above = CATALOGUE.get(parent)
            parent = above.parent if above else None


@with_model
def test_the_stored_vectors_belong_to_the_list() -> None:
    """When it fails: python -m hallway.services.profiles.matching"""
    assert EMBEDDER is not None
    some = slice(None, None, 8)  # every eighth topic: all would take two seconds
    fresh = embed_topics(CATALOGUE.topics[some], EMBEDDER).astype(np.float32)
    stored = np.stack(CATALOGUE.vectors)[:, some]
    assert np.einsum("ptd,ptd->pt", fresh, stored).min() > 0.9995


def test_vectors_of_another_list_are_refused() -> None:
    with pytest.raises(ValueError, match=r"topics\.npz"):
        Catalogue(CATALOGUE.topics[1:], CATALOGUE.vectors)


@pytest.mark.parametrize(
    ("typed", "topic"),
    [
        ("k8s", "kubernetes"),
        ("LLMOps", "llmops"),
        ("golang", "go"),
        ("Front End", "frontend"),
        ("front-end", "frontend"),
        ("C#", "csharp"),
        ("C++", "cpp"),
        ("c", "c"),
        (".NET", "csharp"),
        ("Node.js", "nodejs"),
        ("  PostGres ", "postgresql"),
        ("Ｒｕｓｔ", "rust"),  # full-width letters
        ("mentors", "mentoring"),
        ("#rust", "rust"),
        ("Barrierefreiheit", "accessibility"),
        ("künstliche intelligenz", "ai"),
        ("Datenbank", "databases"),
    ],
)
def test_spellings_resolve_without_a_model(typed: str, topic: str) -> None:
    resolution = BY_LETTERS.resolve(typed)
    assert (resolution.key, resolution.how, resolution.suggestions) == (topic, "alias", ())


@pytest.mark.parametrize(
    ("typed", "topic"),
    [
        ("kuberntes", "kubernetes"),
        ("pyhton", "python"),
        ("observabilty", "observability"),
        ("typescritp", "typescript"),
        ("Barierefreiheit", "accessibility"),
    ],
)
def test_typing_errors_resolve_without_a_model(typed: str, topic: str) -> None:
    resolution = BY_LETTERS.resolve(typed)
    assert (resolution.key, resolution.how) == (topic, "near")
    assert resolution.suggestions[0].topic.id == topic


@with_model
@pytest.mark.parametrize(
    ("typed", "topic"),
    [
        ("green computing", "sustainability"),
        ("car software", "automotive"),
        ("protecting personal data", "privacy"),
    ],
)
def test_meaning_resolves_other_words(typed: str, topic: str) -> None:
    assert BY_MEANING.resolve(typed).key == topic
    assert BY_LETTERS.resolve(typed).how == "free"


@with_model
@pytest.mark.parametrize(
    ("typed", "topic"),
    [("container orchestration", "kubernetes"), ("SQL tuning", "databases"), ("memory safety", "safety-critical")],
)
def test_what_is_unsure_is_suggested_and_stays_free(typed: str, topic: str) -> None:
    resolution = BY_MEANING.resolve(typed)
    assert (resolution.how, resolution.key) == ("free", free_key(typed))
    assert topic in [suggestion.topic.id for suggestion in resolution.suggestions]
    scores = [suggestion.score for suggestion in resolution.suggestions]
    assert scores == sorted(scores, reverse=True)
    assert len(scores) <= 5


@pytest.mark.parametrize("typed", ["bee keeping", "sourdough", "philosophy", "jazz", "knitting"])
def test_what_is_not_ours_stays_what_it_is(typed: str) -> None:
    resolution = BY_MEANING.resolve(typed.title())
    assert (resolution.how, resolution.key, resolution.text) == ("free", f"~{typed}", typed.title())
    assert CATALOGUE.label(resolution.key) == typed
    assert CATALOGUE.get(resolution.key) is None


@pytest.mark.parametrize("typed", ["", "   ", "!?", "\u200b\u202e", "x" * 41, "x" * 1_000_000])
def test_unusable_text_is_a_problem(typed: str) -> None:
    with pytest.raises(Problem) as caught:
        BY_LETTERS.resolve(typed)
    assert caught.value.code == "invalid"


def test_invisible_characters_do_not_survive() -> None:
    assert clean("be\u202eta\n\x00test\u200b") == "be ta test"


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=60))
def test_any_text_resolves_or_is_refused(text: str) -> None:
    try:
        resolution = BY_LETTERS.resolve(text)
    except Problem:  # which code: see the test above
        return
    assert 0 < len(resolution.text) <= MAX_LENGTH
    assert resolution.text.isprintable()
    assert CATALOGUE.get(resolution.key) or resolution.key == free_key(text)


def test_search_puts_names_before_aliases_before_words_inside() -> None:
    assert [topic.id for topic in CATALOGUE.search("kub", 2)] == ["kubernetes", "kubernetes-operators"]
    assert CATALOGUE.search("k8s")[0].id == "kubernetes"
    assert CATALOGUE.search("go")[0].id == "go"
    assert CATALOGUE.search("c")[0].id == "c"
    assert "machine-learning" in [topic.id for topic in CATALOGUE.search("learning", 20)]
    assert CATALOGUE.search("") == CATALOGUE.search("   ") == CATALOGUE.search("zzzz") == ()
    assert len(CATALOGUE.search("a", 3)) == 3


def test_search_finds_names_of_other_languages_after_the_english_ones() -> None:
    assert [topic.id for topic in CATALOGUE.search("datenb")] == ["databases"]
    assert [topic.id for topic in CATALOGUE.search("barrier")] == ["accessibility"]
    assert [topic.id for topic in CATALOGUE.search("sp", 3)] == ["space", "spring", "speech"]
    assert CATALOGUE.search("spie")[0].id == "game-dev"


@given(st.text(alphabet=string.ascii_letters + " -+#.", min_size=1, max_size=12))
def test_what_search_finds_starts_so_somewhere(prefix: str) -> None:
    wanted = fold(prefix)
    for topic in CATALOGUE.search(prefix, 300):
        spellings = [fold(s) for s in topic.spellings]
        squeezed = re.sub(r"[ ._/-]", "", wanted)
        assert any(s.startswith(wanted) or f" {wanted}" in s.replace("-", " ") for s in spellings) or any(
            squeezed == re.sub(r"[ ._/'’-]", "", s) for s in spellings
        )
