"""Names of accounts, also from people who wish us ill."""

import pytest

from hallway.kernel.errors import Problem
from hallway.kernel.text import clean_line
from hallway.services.auth.api import LONGEST_NAME


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        (" Ada   Quist\n", "Ada Quist"),
        ("Ada\0\x1b[31m Quist\u202e", "Ada[31m Quist"),
        ("A\u0301da", "\u00c1da"),
        ("می\u200cخواهم", "می\u200cخواهم"),  # an invisible joiner that Persian needs
        ("👩\u200d🚀 Ada", "👩\u200d🚀 Ada"),
        ("Robert'); DROP TABLE users;--", "Robert'); DROP TABLE users;--"),
        ("<b>Ada</b>", "<b>Ada</b>"),  # kept as typed: who shows it escapes it
        ("x" * 80, "x" * 80),
    ],
)
def test_a_name_is_one_visible_line(written: str, kept: str) -> None:
    assert clean_line(written, LONGEST_NAME, "name", required=True) == kept


@pytest.mark.parametrize("written", ["", "  \n", "\0", "\u200d", "\u202e\u2066", "\ud800", "x" * 81, "x" * 9_000_000])
def test_what_is_no_name_is_refused(written: str) -> None:
    with pytest.raises(Problem) as refused:
        clean_line(written, LONGEST_NAME, "name", required=True)
    assert refused.value.code == "invalid"
