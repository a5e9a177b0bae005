"""In which language somebody is answered where no page can be drawn."""

from collections.abc import Mapping
from typing import Final

from starlette.requests import cookie_parser

from hallway.gateway.cookies import LANGUAGE
from hallway.kernel.words import ENGLISH, languages

MOST_WISHES: Final = 32


def language_of(headers: Mapping[str, str]) -> str:
    """What somebody has chosen, else what their browser would like best of what there is, else English."""
    chosen = cookie_parser(headers.get("cookie", "")).get(LANGUAGE, "")
    return chosen if chosen in languages() else _wished(headers.get("accept-language", ""))


def _wished(accepted: str) -> str:
    wishes: list[tuple[float, str]] = []
    for part in accepted.split(",", MOST_WISHES)[:MOST_WISHES]:
        tag, _, weight = part.strip().lower().partition(";q=")
        main = tag.partition("-")[0]
        try:
            wishes.append((float(weight or 1), main))
        except ValueError:
            continue
    wishes.sort(key=lambda wish: -wish[0])  # stable: of those alike the first
    return next((tag for weight, tag in wishes if weight > 0 and tag in languages()), ENGLISH)
