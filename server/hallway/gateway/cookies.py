"""The cookies of a signed-in browser: their names, and how they are set, read and taken away.

Two are tokens; a third has the language that the person reads, for who draws pages before any script runs.

Where people come by https the names have prefixes, which browsers hold us to: `__Host-` for the access token, so that
no other host of the domain can put one there; `__Secure-` for the refresh token, as `__Host-` would have it sent with
every request, to pages and files, instead of to /session alone. A refresh cookie of the name without a prefix, which
earlier versions set, is traded for one with: who was signed in stays so."""

from collections.abc import Mapping
from typing import Final
from urllib.parse import urlsplit

from starlette.requests import cookie_parser
from starlette.responses import Response

from hallway.kernel.settings import Settings

ACCESS: Final = "hallway_access"
REFRESH: Final = "hallway_refresh"
PATHS: Final = {ACCESS: "/", REFRESH: "/session"}
LANGUAGE: Final = "hallway_language"
"""It gives no right to anything, and pages set and read it too."""
LANGUAGE_SECONDS: Final = 400 * 24 * 3600
"""As long as browsers keep any."""
PREFIXES: Final = {ACCESS: "__Host-", REFRESH: "__Secure-"}


class Cookies:
    """Those of this installation."""

    def __init__(self, settings: Settings) -> None:
        self._secure = urlsplit(settings.public_url).scheme == "https"

    def access(self, headers: Mapping[str, str]) -> str | None:
        """The access token that came with a request; header names are in small letters."""
        return cookie_parser(headers.get("cookie", "")).get(self._name(ACCESS))

    def refresh(self, headers: Mapping[str, str]) -> str | None:
        """The refresh token that came with a request."""
        given = cookie_parser(headers.get("cookie", ""))
        return given.get(self._name(REFRESH)) or given.get(REFRESH)

    def give(self, response: Response, name: str, value: str, seconds: int) -> None:
        """Set ACCESS or REFRESH."""
        self._set(response, self._name(name), value, seconds, PATHS[name])

    def speak(self, response: Response, language: str | None) -> None:
        """Set the language that somebody has chosen; None leaves what the browser has."""
        if language is not None:
            response.set_cookie(LANGUAGE, language, LANGUAGE_SECONDS, secure=self._secure, samesite="lax")

    def take_away(self, response: Response) -> None:
        """All, whatever their names are."""
        response.set_cookie(LANGUAGE, "", 0, secure=self._secure, samesite="lax")
        for name, path in PATHS.items():
            for each in dict.fromkeys((self._name(name), name)):
                self._set(response, each, "", 0, path)

    def take_former(self, headers: Mapping[str, str], response: Response) -> None:
        """Those of the names without prefixes, where they are not ours any more and came along."""
        given = cookie_parser(headers.get("cookie", ""))
        for name, path in PATHS.items():
            if self._secure and name in given:
                self._set(response, name, "", 0, path)

    def _name(self, name: str) -> str:
        return PREFIXES[name] + name if self._secure else name

    def _set(self, response: Response, name: str, value: str, seconds: int, path: str) -> None:
        response.set_cookie(name, value, seconds, path=path, secure=self._secure, httponly=True, samesite="lax")
