"""How e-mail addresses and names are written down, so that two that look the same are the same."""

import re
import unicodedata
from typing import Final

from hallway.kernel.errors import Problem

LONGEST_EMAIL: Final = 254
"""RFC 5321 leaves no more for an address."""
LONGEST_LOCAL_PART: Final = 64
LONGEST_NAME: Final = 80

LOCAL_PART: Final = re.compile(r"[^\s@\"(),:;<>\[\\\].]+(\.[^\s@\"(),:;<>\[\\\].]+)*")
DOMAIN: Final = re.compile(r"([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]")
JOINERS: Final = "\u200c\u200d"
"""Invisible, but part of how Persian and Indic names and some emoji are written."""


def normal_email(email: str) -> str:
    """The one way we write this address: trimmed, folded case, the domain in ASCII. `invalid` if it is none.

    Mail servers may tell `Ada@` from `ada@`, but none does to the benefit of a person who signs in.
    """
    # The check of the raw length first: nothing below is done with megabytes.
    if len(email) <= 2 * LONGEST_EMAIL:
        folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", email.strip()).casefold())
        local, _, domain = folded.rpartition("@")
        address = f"{local}@{_ascii(domain)}"
        if (
            len(address.encode(errors="replace")) <= LONGEST_EMAIL
            and len(local.encode(errors="replace")) <= LONGEST_LOCAL_PART
            and LOCAL_PART.fullmatch(local)
            and DOMAIN.fullmatch(_ascii(domain))
            and not any(unicodedata.category(character)[0] in "CZ" for character in local)
        ):
            return address
    raise Problem("invalid", "This is not an e-mail address. Please check it.", field="email")


def _ascii(domain: str) -> str:
    try:
        return domain.encode("idna").decode()
    except UnicodeError:
        return ""


def normal_name(name: str) -> str:
    """The name in one line, without characters that are invisible or turn the text around. `invalid` if nothing that
    can be seen is left, or more than 80 characters."""
    if len(name) <= 10 * LONGEST_NAME:
        composed = unicodedata.normalize("NFC", name)
        kept = "".join(character if _fit_for_names(character) else " " * character.isspace() for character in composed)
        line = " ".join(kept.split())
        if len(line) <= LONGEST_NAME and any(unicodedata.category(character)[0] in "LNPS" for character in line):
            return line
    raise Problem("invalid", f"Please give a name of 1 to {LONGEST_NAME} characters.", field="name")


def _fit_for_names(character: str) -> bool:
    category = unicodedata.category(character)
    return character in JOINERS or not (category[0] == "C" or category in ("Zl", "Zp"))
