"""In which language somebody is answered who cannot be shown a page."""

import pytest

from hallway.gateway.http.language import language_of


@pytest.mark.parametrize(
    ("cookie", "accepted", "language"),
    [
        ("", "", "en"),
        ("", "de", "de"),
        ("", "de-AT,de;q=0.9,en;q=0.8", "de"),
        ("", "fr, en;q=0.4, de;q=0.7", "de"),
        ("", "tlh, *", "en"),
        ("", "de;q=0, en;q=0.1", "en"),
        ("", "de;q=much", "de"),  # no weight at all: browsers do not write that
        ("", ",;q=,;;" + "x," * 10_000, "en"),
        ("hallway_language=de", "en", "de"),
        ("a=b; hallway_language=en", "de", "en"),
        ("hallway_language=../../x", "de", "de"),
    ],
)
def test_what_is_chosen_then_what_is_wished_then_english(cookie: str, accepted: str, language: str) -> None:
    assert language_of({"cookie": cookie, "accept-language": accepted}) == language
