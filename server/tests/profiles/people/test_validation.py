"""Whatever is typed is either refused by field, or kept clean, bounded and the same when it is sent again."""

import unicodedata

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hallway.kernel.errors import Problem, camel_case
from hallway.kernel.limits import limits_of
from hallway.services.profiles.api import ProfileInput
from hallway.services.profiles.matching.topics import MAX_LENGTH, Catalogue
from hallway.services.profiles.people.profile import StoredProfile, placeholder, words
from hallway.services.profiles.people.validation import stored_profile

CATALOGUE = Catalogue.load()
TEXT = st.text(st.characters(exclude_categories=[]), max_size=60)
NASTY = st.sampled_from(
    ["~", "~~x", '# "x', "#~k8s", "k8s\u200b", "\u202ek8s", "ﬁn", "İ", "ß", "a\u0301", "~K8S", " ' x"]
)
TOPICS = st.lists(TEXT | NASTY, max_size=6)
LANGUAGES = st.lists(st.sampled_from(["pt", "PT-br", "German", "zh-Hant-TW", "EN"]) | TEXT, max_size=3)
LINKS = st.lists(st.sampled_from(["https://example.org/ä?b#c", "https://EXAMPLE.org:444"]) | TEXT, max_size=3)
PROFILES = st.builds(
    ProfileInput,
    name=TEXT.map("A".__add__),
    headline=TEXT,
    bio=TEXT,
    location=TEXT,
    links=LINKS | st.just([]),
    interests=TOPICS,
    offers=TOPICS,
    needs=TOPICS,
    languages=LANGUAGES | st.just([]),
    time_zone=st.sampled_from(["", "Europe/Lisbon"]) | TEXT,
)
FIELDS = [camel_case(name) for name in ProfileInput.__struct_fields__]


def keep(typed: ProfileInput) -> StoredProfile | Problem:
    """What is kept, or why not."""
    try:
        return stored_profile(typed, CATALOGUE, {})
    except Problem as problem:
        return problem


@settings(max_examples=400, deadline=None)
@given(PROFILES)
def test_kept_clean_and_the_same_again_or_refused(typed: ProfileInput) -> None:
    kept = keep(typed)
    if isinstance(kept, Problem):
        assert kept.code == "invalid"
        assert kept.data.field in FIELDS
        return
    text = msgspec.json.encode(kept).decode()
    assert not any(unicodedata.category(c) in ("Cc", "Cs", "Co") for c in text.replace("\\n", ""))
    assert not any(c in text for c in "\u202e\u2066\u200b")
    for field, limit in (("name", 80), ("headline", 120), ("bio", 2_000), ("location", 120)):
        assert len(getattr(kept, field)) <= limit
    assert all(CATALOGUE.get(key) or kept.spellings[key] for key in (*kept.interests, *kept.offers, *kept.needs))
    again = ProfileInput(**{field: getattr(kept, field) for field in ProfileInput.__struct_fields__})
    assert stored_profile(again, CATALOGUE, kept.spellings) == kept


@settings(deadline=None)
@given(st.text(max_size=300))
def test_words_can_be_searched(text: str) -> None:
    assert all(word and not any(c in "'\\:*&|!() \x00" for c in word) for word in words(text))
    assert words(" ".join(words(text))) == words(text)


@pytest.mark.parametrize(
    ("typed", "kept"), [("pt-br", "pt-BR"), ("GERMAN", "de"), ("zh-hant-tw", "zh-hant-TW"), ("yue", "yue")]
)
def test_languages_by_name_or_tag(typed: str, kept: str) -> None:
    assert stored_profile(ProfileInput(name="A", languages=[typed]), CATALOGUE, {}).languages == [kept]


def test_placeholders_are_shown_whatever_the_account_is_called() -> None:
    for name in ("", "\x00", "\n", "x" * 500, "\ud800", " \u202e "):
        made = placeholder(name)
        assert 0 < len(made.name) <= 80
        made.name.encode()


def test_a_topic_may_be_as_long_as_the_catalogue_can_tell() -> None:
    limits = limits_of(ProfileInput)
    assert {limits[field]["max"] for field in ("interests", "offers", "needs")} == {MAX_LENGTH}
    assert all(len(topic.id) <= MAX_LENGTH for topic in CATALOGUE.topics)


def test_a_free_topic_of_full_length_comes_back_by_its_key() -> None:
    """Its key is longer than what may be typed."""
    for text in ("x" * MAX_LENGTH, "ß" * MAX_LENGTH, "한" * MAX_LENGTH):
        kept = stored_profile(ProfileInput(name="A", needs=[text]), CATALOGUE, {})
        assert len(kept.needs[0]) > MAX_LENGTH
        again = stored_profile(ProfileInput(name="A", needs=kept.needs), CATALOGUE, kept.spellings)
        assert again == kept
