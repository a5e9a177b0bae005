"""Which passwords are good enough."""

import gzip
import re
import unicodedata
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Final

from hallway.kernel.errors import Problem
from hallway.services.auth.api import LONGEST_PASSWORD, SHORTEST_PASSWORD

FEWEST_DIFFERENT: Final = 4
"""`aaaaaaaaaa` and `1212121212` are long and still guessed first."""

LEAKED: Final = Path(__file__).with_name("common.txt.gz")
"""The 30,000 commonest passwords of leaks, with where they are from and their licence."""
LONG: Final = frozenset(
    """
    0123456789 0987654321 1029384756 1122334455 1234512345 1234567890 12345678910 123456789a 1234567899 123456abcd
    123qweasdzxc 1q2w3e4r5t 1q2w3e4r5t6y 1qaz2wsx3edc abc1234567 abcd123456 abcd1234567 abcdefghij access14ever
    administrator admin12345 admin123456 asdfghjkl1 asdfghjkl123 asdfghjkl; basketball changeme123 chocolate1
    correcthorsebatterystaple football123 hallway123 helloworld helloworld1 iloveyou12 iloveyou123 iloveyou1234
    liverpool1 letmein123 letmein1234 manchester michaeljordan monkey12345 mypassword mypassword1 p@ssw0rd123
    passw0rd123 password01 password12 password123 password1234 password12345 password123456 password!! password1!
    passwordpassword princess123 q1w2e3r4t5 q1w2e3r4t5y6 qazwsxedcrfv qwer123456 qwerasdfzxcv qwerty1234 qwerty12345
    qwerty123456 qwertyqwerty qwertyuiop qwertyuiop1 qwertyuiop123 qwertzuiop secret12345 starwars123 sunshine123
    superman123 thisisapassword trustno1234 unbelievable welcome123 welcome1234 welcome12345 zaq12wsxcde3 zxcvbnm123
    """.split()  # noqa: SIM905  # a list of literals would fill the page
)
"""Of ten characters and more, what that list lacks."""
SHORTEST_WORD: Final = 4
"""Letters of a common password that make a word of their own, to which a number is no great addition."""
LOOKALIKES: Final = str.maketrans("013457@$!", "oieastasi")
PRODUCT: Final = ("hallway", "hallway track")

ENDS: Final = re.compile(r"^[\W\d_]+|[\W\d_]+$")
BETWEEN_WORDS: Final = re.compile(r"[\W_]+")


def normal_password(password: str) -> str:
    """The password as it is hashed: the same whichever keyboard composed its accents. `invalid` if it is too long or
    no text; says nothing about whether it is a good one."""
    if len(password) <= LONGEST_PASSWORD and not any("\ud800" <= character <= "\udfff" for character in password):
        return unicodedata.normalize("NFKC", password)
    raise Problem("invalid", "passwordTooLong", limit=LONGEST_PASSWORD, field="password")


@cache
def common_passwords() -> frozenset[str]:
    """Read at the first use: 10 ms and 3 MB."""
    with gzip.open(LEAKED, "rt", encoding="utf-8") as file:
        return LONG.union(line for line in file.read().splitlines() if line[:1] != "#")


def check_password(password: str, email: str, name: str, events: Sequence[str] = ()) -> None:
    """`invalid`, with what to do about it, unless this normal password is good enough for this person, who may be
    about to take part in these events.

    Length counts, not kinds of characters: rules about those make people write `Password1!`.
    """
    if len(password) < SHORTEST_PASSWORD:
        raise Problem("invalid", "passwordTooShort", field="password", limit=SHORTEST_PASSWORD)
    folded = password.casefold()
    guesses = _guesses(folded)
    if len(set(folded)) < FEWEST_DIFFERENT or not guesses.isdisjoint(common_passwords()):
        raise Problem("invalid", "passwordCommon", field="password")
    local, _, domain = email.partition("@")
    own = {_word(word) for word in (email, local, domain.partition(".")[0], name, *name.split())} - {""}
    if not guesses.isdisjoint(own):  # also with a number behind it: `ada.lovelace1815`
        raise Problem("invalid", "passwordIsYou", field="password")
    if not guesses.isdisjoint({_word(word) for word in (*PRODUCT, *events)} - {""}):
        raise Problem("invalid", "passwordIsEvent", field="password")


def _guesses(folded: str) -> set[str]:
    """What somebody who guesses would begin with to find this one: it as it is, without what stands between its
    letters, with letters for what looks like them, without a number before or behind it, and half of it if it is
    something twice."""
    bare = BETWEEN_WORDS.sub("", folded)
    letters = ENDS.sub("", folded).translate(LOOKALIKES)
    found = {folded, bare, letters, BETWEEN_WORDS.sub("", letters)}
    found |= {word for each in found if len(word := each.strip("0123456789")) >= SHORTEST_WORD}
    return found | {half for each in found if (half := each[: len(each) // 2]) * 2 == each}


def _word(text: str) -> str:
    """A name as it would be made a password: in small letters, without spaces and signs, and without a number."""
    return BETWEEN_WORDS.sub("", text.casefold()).strip("0123456789")
