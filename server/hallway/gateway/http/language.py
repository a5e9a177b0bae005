"""In which language somebody is answered where no page can be drawn."""

import re
from collections.abc import Mapping
from typing import Final

from starlette.requests import cookie_parser

from hallway.gateway.cookies import LANGUAGE
from hallway.kernel.words import ENGLISH, languages

MOST_WISHES: Final = 32
WEIGHT: Final = re.compile(r"\s*q=([01](?:\.[0-9]{0,3})?)\s*")


def language_of(headers: Mapping[str, str]) -> str:
    """What somebody has chosen, else what their browser would like best of what there is, else English: as pages tell
    it (web/src/lib/locale.ts), for what is kept of these."""
    chosen = cookie_parser(headers.get("cookie", "")).get(LANGUAGE, "")
    return chosen if chosen in languages() else _wished(headers.get("accept-language", ""))


def _wished(accepted: str) -> str:
    wishes: list[tuple[float, str]] = []
    for part in accepted.split(",", MOST_WISHES)[:MOST_WISHES]:
        tag, *parameters = part.lower().split(";")
        weights = [found[1] for one in parameters if (found := WEIGHT.fullmatch(one))]
        wishes.append((float(weights[0]) if weights else 1.0, tag.strip().partition("-")[0]))
    wishes.sort(key=lambda wish: -wish[0])  # stable: of those alike the first
    return next((tag for weight, tag in wishes if weight > 0 and tag in languages()), ENGLISH)
