"""Good enough passwords."""

import pytest

from hallway.kernel.errors import Problem
from hallway.services.auth.passwords.validation import check_password, common_passwords, normal_password

EMAIL, NAME = "ada.quist@example.org", "Ada Quist"


@pytest.mark.parametrize(
    "good",
    [
        "three green bicycles",
        "dragons like jam",
        "8429917305",
        "x93847561029",
        "aaaaabbbbbcd",
        "пароль-и-ключ",
        "🦊🐢🦉🐝🦀🐙🦔🐌🦩🐬",
        "ada quist climbs",
    ],
)
def test_length_is_enough(good: str) -> None:
    assert check_password(normal_password(good), EMAIL, NAME, ["PyCon Lummerland 2026", "?", "2026"]) is None


@pytest.mark.parametrize(
    "weak",
    [
        "", "short", "123456789", "1234567890", "Password123", "QWERTYUIOP", "aaaaaaaaaaaa", "121212121212",
        "Correct Horse Battery Staple", "pass-word-1234",
        "ada.quist@example.org", "ADA.QUIST@example.org", "Ada Quist!", "ada.quist1815", "adaquist2026", "AdaQuist__1",
        "dragon1234567", "12345sunshine", "P@ssw0rd2026!", "dr4g0n__1999", "monkeymonkey", "M-o-n-k-e-y-99",
        "Hallway2026!", "hall-way-1234",
        "hallwayhallway", "Hallw4y2026", "HALLWAY-TRACK-1", "ad4.quist-1815",
        "PyCon Lummerland 2026", "pyconlummerland", "pycon_lummerland_27",
    ],
)  # fmt: skip
def test_what_anybody_would_try_is_refused(weak: str) -> None:
    with pytest.raises(Problem) as refused:
        check_password(normal_password(weak), EMAIL, NAME, ["PyCon Lummerland 2026", "pycon-lummerland"])
    assert refused.value.code == "invalid"
    assert refused.value.data.field == "password"


@pytest.mark.parametrize("impossible", ["x" * 257, "y" * 5_000_000, "half a character \ud800"])
def test_what_cannot_be_hashed_is_refused(impossible: str) -> None:
    with pytest.raises(Problem) as refused:
        normal_password(impossible)
    assert refused.value.code == "invalid"


def test_the_same_accents_are_the_same_password() -> None:
    assert normal_password("ju\u0308rgen und ada") == normal_password("j\u00fcrgen und ada")


def test_there_are_many_common_passwords() -> None:
    assert len(common_passwords()) > 30_000
    assert {"123456", "qwertyuiop", "iloveyou", "correcthorsebatterystaple"} <= common_passwords()
    assert not any("\n" in word or word.startswith("#") for word in common_passwords())
