"""How e-mail addresses are written down, so that two that look the same are the same."""

import re
import unicodedata
from typing import Final

from hallway.kernel.errors import Problem
from hallway.services.auth.api import LONGEST_EMAIL

LONGEST_LOCAL_PART: Final = 64
LOCAL_PART: Final = re.compile(r"[^\s@\"(),:;<>\[\\\].]+(\.[^\s@\"(),:;<>\[\\\].]+)*")
DOMAIN: Final = re.compile(r"([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]")


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
    raise Problem("invalid", "noEmail", field="email")


def _ascii(domain: str) -> str:
    try:
        return domain.encode("idna").decode()
    except UnicodeError:
        return ""
