"""Person vectors, scores and fair lists."""

from collections import Counter
from uuid import UUID

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hallway.services.profiles.matching.allocation import CAP_FACTOR, NEWCOMER_FLOOR, Pick, allocate
from hallway.services.profiles.matching.embedding import DIMENSION, load_embedder
from hallway.services.profiles.matching.scoring import TERMS, WEIGHTS, Crowd, Person, Population
from hallway.services.profiles.matching.topics import Catalogue
from hallway.services.profiles.matching.vectors import (
    PERSON_DIMENSION,
    SHARE_EXCHANGE,
    SHARE_INTEREST,
    Facets,
    Rarity,
    TextVectors,
    document_vector,
    query_vector,
    represent,
)

CATALOGUE = Catalogue.load()
VECTORS = TextVectors(CATALOGUE, None)  # curated topics have their vectors without a model
IDS = [topic.id for topic in CATALOGUE.topics]
keys = st.lists(st.sampled_from([*IDS[:60], "~bee keeping", "~chess boxing"]), max_size=6).map(tuple)
facets = st.builds(Facets, interests=keys, offers=keys, needs=keys)
some_ids = st.frozensets(st.integers(1, 12).map(lambda n: UUID(int=n)), max_size=5)
people = st.builds(
    Person,
    id=st.uuids(),
    name=st.just("Ana"),
    facets=facets,
    languages=st.frozensets(st.sampled_from(["en", "de", "pt", "ar"]), max_size=3),
    sessions=some_ids,
    contacts=some_ids,
)
crowds = st.lists(people, min_size=2, max_size=8)


def person(number: int, interests: str = "", offers: str = "", needs: str = "", **more: object) -> Person:
    """Topics separated by spaces."""
    chosen = Facets(tuple(interests.split()), tuple(offers.split()), tuple(needs.split()))
    plain = Person(UUID(int=number), f"P{number}", chosen)
    return msgspec.structs.replace(plain, **more)


def score(a: Person, b: Person, crowd: Crowd) -> float:
    return float(Population([a, b], crowd, VECTORS).scores([0])[0, 1])


# ---- vectors


@given(facets, facets)
def test_one_inner_product_scores_both_directions(mine: Facets, theirs: Facets) -> None:
    rarity = Rarity.of([mine.interests, theirs.interests])
    i, j = represent(mine, VECTORS, rarity), represent(theirs, VECTORS, rarity)
    q, d = query_vector(np.stack([i, j])), document_vector(np.stack([i, j]))
    assert q.shape == d.shape == (2, PERSON_DIMENSION) == (2, 1152)
    assert q.dtype == np.float32
    forth, back = float(q[0] @ d[1]), float(q[1] @ d[0])
    assert forth == pytest.approx(back, abs=1e-5)
    assert -1.001 <= forth <= 1.001
    in_words = SHARE_INTEREST * (i[0] @ j[0]) + SHARE_EXCHANGE * (i[2] @ j[1] + i[1] @ j[2])
    assert forth == pytest.approx(float(in_words), abs=1e-5)


def test_facets_are_units_or_zeros_and_follow_the_rare_topic() -> None:
    rarity = Rarity(100, {"python": 99, "railways": 1})
    found = represent(Facets(interests=("python", "railways")), VECTORS, rarity)
    assert np.linalg.norm(found, axis=1) == pytest.approx([1, 0, 0], abs=1e-5)
    common, rare = VECTORS.topics(["python", "railways"])
    assert found[0] @ rare > found[0] @ common


def test_rarity_falls_with_every_holder_and_stays_positive() -> None:
    rarities = [Rarity(50, {"x": n})("x") for n in range(51)]
    assert rarities == sorted(rarities, reverse=True)
    assert len(set(rarities)) == 51
    assert rarities[0] == 1
    assert rarities[-1] > 0


def test_a_biography_is_weak_and_a_topic_strong() -> None:
    embedder = load_embedder()
    if embedder is None:
        pytest.skip("the model package is not installed")
    vectors, rarity = TextVectors(CATALOGUE, embedder), Rarity(10, {})
    rails, rust = vectors.topics(["railways", "rust"])
    bio = "I build timetables and signalling software for trains"
    with_bio = represent(Facets(interests=("rust",)), vectors, rarity, bio)[0]
    without_bio = represent(Facets(interests=("rust",)), vectors, rarity)[0]
    assert with_bio @ rails > without_bio @ rails
    assert with_bio @ rust > 2 * (with_bio @ rails)
    free, unrelated = vectors.topics(["~railway signalling", "~sourdough"])
    assert free @ rails > 0.35 > unrelated @ rails
    remembering = TextVectors(CATALOGUE, None)
    remembering.remember(bio, vectors.text(bio))
    assert np.array_equal(remembering.text(bio), vectors.text(bio))


def test_unknown_texts_are_zeros_without_a_model() -> None:
    assert not VECTORS.topics(["~bee keeping"]).any()
    assert not VECTORS.text("anything").any()
    assert VECTORS.topics([]).shape == (0, DIMENSION)


# ---- scores


@settings(max_examples=60, deadline=None)
@given(crowds)
def test_scores_are_symmetric_bounded_and_the_sum_of_their_terms(group: list[Person]) -> None:
    population = Population(group, Crowd.of(group), VECTORS)
    rows = list(range(len(group)))
    scores, terms = population.scores(rows), population.terms(rows)
    off = ~np.eye(len(group), dtype=bool)
    assert np.all(np.isneginf(np.diag(scores)))
    assert scores[off] == pytest.approx(scores.T[off], abs=1e-5)
    assert np.abs(terms).max() <= 1.0001
    total = np.sum([WEIGHTS[term] * terms[place] for place, term in enumerate(TERMS)], axis=0)
    assert scores[off] == pytest.approx(total[off], abs=1e-5)


@settings(max_examples=60, deadline=None)
@given(crowds, st.randoms())
def test_a_score_depends_on_the_two_alone(group: list[Person], random: object) -> None:
    crowd = Crowd.of(group)
    together = Population(group, crowd, VECTORS).scores([0])[0]
    for place in range(1, len(group)):
        assert together[place] == pytest.approx(score(group[0], group[place], crowd), abs=1e-5)


def test_each_term_lifts_the_score() -> None:
    base, other = person(1, "python"), person(2, "railways")
    crowd = Crowd(Rarity(50, {}), Rarity(50, {}), Rarity(50, {}))
    plain = score(base, other, crowd)
    star = frozenset({UUID(int=9)})
    for mine, theirs in [
        (person(1, "python railways"), other),
        (person(1, "python", needs="rust"), person(2, "railways", offers="rust")),
        (person(1, "python", offers="rust"), person(2, "railways", needs="rust")),
        (person(1, "python", needs="kubernetes"), person(2, "railways", offers="kubernetes-operators")),
        (person(1, "python", sessions=star), person(2, "railways", sessions=star)),
        (person(1, "python", contacts=star), person(2, "railways", contacts=star)),
        (person(1, "python", languages=frozenset({"pt"})), person(2, "railways", languages=frozenset({"pt"}))),
    ]:
        assert score(mine, theirs, crowd) > plain + 0.05
    no_words = score(
        person(1, "python", languages=frozenset({"pt"})), person(2, "railways", languages=frozenset({"fi"})), crowd
    )
    assert no_words < plain


def test_a_rare_common_topic_counts_more_than_a_usual_one() -> None:
    crowd = Crowd(Rarity(100, {"python": 80, "railways": 2}), Rarity(100, {}), Rarity(100, {}))
    assert score(person(1, "railways"), person(2, "railways"), crowd) > score(
        person(1, "python"), person(2, "python"), crowd
    )


# ---- lists


def random_scores(viewers: int, seed: int = 1, star: int | None = None) -> np.ndarray:
    drawn = np.random.default_rng(seed).random((viewers, viewers), dtype=np.float32)
    drawn = (drawn + drawn.T) / 2
    if star is not None:
        drawn[:, star] = drawn[star, :] = 2
    np.fill_diagonal(drawn, -np.inf)
    return drawn


def on_lists(lists: list[list[Pick]]) -> Counter[int]:
    return Counter(pick.person for picks in lists for pick in picks)


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 25), st.integers(0, 6), st.integers(0, 99), st.floats(0, 1))
def test_lists_keep_their_promises(viewers: int, size: int, seed: int, hidden: float) -> None:
    scores = random_scores(viewers, seed)
    scores[np.random.default_rng(seed).random(scores.shape) < hidden] = -np.inf
    newcomers = list(range(viewers // 4))
    lists = allocate(scores, size, seed=seed, newcomers=newcomers)
    assert lists == allocate(scores.copy(), size, seed=seed, newcomers=newcomers)
    assert len(lists) == viewers
    for viewer, picks in enumerate(lists):
        assert len(picks) <= size
        assert len({pick.person for pick in picks}) == len(picks)
        assert all(np.isfinite(scores[viewer, pick.person]) for pick in picks)
        assert [pick.score for pick in picks] == sorted((pick.score for pick in picks), reverse=True)
        allowed = int(np.isfinite(scores[viewer]).sum())
        full = sum(count >= CAP_FACTOR * size for count in on_lists(lists).values())
        assert len(picks) >= min(size, allowed - full)  # short only if nobody is left to show
    assert max(on_lists(lists).values(), default=0) <= CAP_FACTOR * size


def test_nobody_is_on_every_list() -> None:
    scores = random_scores(120, star=7)
    lists = allocate(scores, 5, seed=3)
    assert on_lists(lists)[7] == CAP_FACTOR * 5
    assert all(len(picks) == 5 for picks in lists)
    greedy = Counter(int(np.argmax(row)) for row in scores)
    assert greedy[7] == 119  # what the scores alone would have done


def test_a_full_list_elsewhere_counts() -> None:
    shown = np.zeros(30, dtype=np.int64)
    shown[7] = 15
    lists = allocate(random_scores(30, star=7), 5, seed=3, shown=shown)
    assert on_lists(lists)[7] == 0
    assert shown[7] == 15


def test_newcomers_are_seen_where_they_fit_best() -> None:
    scores = random_scores(60)
    scores[:, 11] = scores[11, :] = -1.0  # says little about themselves yet: nobody's favourite
    scores[11, 11] = -np.inf
    scores[42, 11] = -0.5
    without = allocate(scores, 5, seed=5, exploration=0)
    assert on_lists(without)[11] == 0
    lists = allocate(scores, 5, seed=5, exploration=0, newcomers=[11])
    assert on_lists(lists)[11] == NEWCOMER_FLOOR
    assert 11 in [pick.person for pick in lists[42]]


def test_a_tenth_is_left_to_chance() -> None:
    lists = allocate(random_scores(200), 5, seed=8)
    explored = [pick for picks in lists for pick in picks if pick.explored]
    assert 70 <= len(explored) <= 130  # of 1,000 places
    assert allocate(random_scores(200), 5, seed=9) != lists
    assert not any(pick.explored for picks in allocate(random_scores(50), 5, seed=8, exploration=0) for pick in picks)


def test_without_congestion_everybody_gets_their_best() -> None:
    scores = random_scores(40)
    lists = allocate(scores, 3, seed=1, exploration=0)
    best = np.sort(scores, axis=1)[:, ::-1][:, :3].sum()
    assert sum(pick.score for picks in lists for pick in picks) > 0.97 * best
