"""E-mail addresses, also from people who wish us ill."""

import pytest

from hallway.kernel.errors import Problem
from hallway.services.auth.accounts.email import normal_email


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("ada@example.org", "ada@example.org"),
        ("  Ada@EXAMPLE.org\n", "ada@example.org"),
        ("ada+events@sub.example.co.uk", "ada+events@sub.example.co.uk"),
        ("jürgen@bücher.example", "jürgen@xn--bcher-kva.example"),
        ("jürgen@xn--bcher-kva.example", "jürgen@xn--bcher-kva.example"),
        ("ju\u0308rgen@example.org", "jürgen@example.org"),
        ("\uff41\uff44\uff41@example.org", "ada@example.org"),  # full-width letters are the same letters
        ("o'hara_%7@example.org", "o'hara_%7@example.org"),
    ],
)
def test_an_address_is_written_in_one_way(written: str, kept: str) -> None:
    assert normal_email(written) == kept
    assert normal_email(kept) == kept


@pytest.mark.parametrize(
    "written",
    [
        "",
        "ada",
        "@example.org",
        "ada@",
        "ada@localhost",
        "a@b@example.org",
        ".ada@example.org",
        "ada.@example.org",
        "a..da@example.org",
        "ada@-example.org",
        "ada@example..org",
        "ada@example.org.",
        "ada@[127.0.0.1]",
        "ada@127.0.0.1",
        "ada lovelace@example.org",
        '"ada"@example.org',
        "ada@exam\0ple.org",
        "a\0da@example.org",
        "ad\u200ba@example.org",  # a space of no width
        "\u202eada@example.org",  # text turned around
        "ad\ud800a@example.org",  # half a character
        "ada@exa\ud800mple.org",
        "ada@example.org\r\nBcc: everybody@example.org",
        "<script>@example.org",
        "a" * 65 + "@example.org",
        "ada@" + "a." * 130 + "org",
        "ada@" + "\u00fc" * 10_000 + ".org",
        "a" * 10_000_000,
        "\ufdfa" * 300 + "@example.org",  # one character that unfolds into eighteen
    ],
)
def test_what_is_no_address_is_refused(written: str) -> None:
    with pytest.raises(Problem) as refused:
        normal_email(written)
    assert refused.value.code == "invalid"
