"""Which session of a file is which."""

from uuid import UUID

from hallway.services.events.imports.match import MOST_LETTERS, Likeness, matched

LONG = 300


def one(title: str, slot: int) -> Likeness:
    return Likeness(title=title, speakers=frozenset(), stage="Main", start=slot, end=slot + 1)


def test_typos_are_looked_for_until_too_many_letters_were_compared() -> None:
    """Titles made to be slow kept a thread for hours, which nothing could stop."""
    slots = MOST_LETTERS // LONG**2 + 1
    known = {UUID(int=slot): one("a" * LONG, slot) for slot in range(1, slots + 1)}
    new = {str(slot): one("b" * LONG, slot) for slot in range(1, slots + 1)}
    mended, id = one("a talk of typos", slots + 1), UUID(int=slots + 1)
    typo = one("a talk of tpyos", slots + 1)
    assert matched({id: typo, **known}, {"mended": mended, **new}) == {"mended": id}
    assert matched({**known, id: typo}, {**new, "mended": mended}) == {}


def test_titles_of_other_lengths_cost_nothing() -> None:
    known = {UUID(int=slot): one("a" * LONG, slot) for slot in range(1, 400)}
    new = {str(slot): one("b" * (LONG // 2), slot) for slot in range(1, 400)}
    id = UUID(int=1000)
    mended = {"mended": one("a talk of typos", 1000)}
    assert matched({**known, id: one("a talk of tpyos", 1000)}, {**new, **mended}) == {"mended": id}
