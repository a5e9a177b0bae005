"""Which passwords are good enough."""

import re
import unicodedata
from typing import Final

from hallway.kernel.errors import Problem
from hallway.services.auth.api import LONGEST_PASSWORD, SHORTEST_PASSWORD

FEWEST_DIFFERENT: Final = 4
"""`aaaaaaaaaa` and `1212121212` are long and still guessed first."""

COMMON: Final = frozenset(
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
"""The commonest of ten characters and more in lists of leaked passwords."""

BETWEEN_WORDS: Final = re.compile(r"[\W_]+")


def normal_password(password: str) -> str:
    """The password as it is hashed: the same whichever keyboard composed its accents. `invalid` if it is too long or
    no text; says nothing about whether it is a good one."""
    if len(password) <= LONGEST_PASSWORD and not any("\ud800" <= character <= "\udfff" for character in password):
        return unicodedata.normalize("NFKC", password)
    raise Problem("invalid", f"A password has at most {LONGEST_PASSWORD} characters.", field="password")


def check_password(password: str, email: str, name: str) -> None:
    """`invalid`, with what to do about it, unless this normal password is good enough for this person.

    Length counts, not kinds of characters: rules about those make people write `Password1!`.
    """
    if len(password) < SHORTEST_PASSWORD:
        raise _weak(
            f"Please take a password of {SHORTEST_PASSWORD} characters or more. Three or four unrelated words do well."
        )
    folded = password.casefold()
    bare = BETWEEN_WORDS.sub("", folded)
    if {folded, bare} & COMMON or len(set(folded)) < FEWEST_DIFFERENT:
        raise _weak("This password is one of the first that anybody would try. Please take another.")
    local, _, domain = email.partition("@")
    own = {BETWEEN_WORDS.sub("", word) for word in (email, local, domain.partition(".")[0], name.casefold())} - {""}
    if own & {bare, bare.rstrip("0123456789")}:  # also with a number behind it: `ada.lovelace1815`
        raise _weak("This password is your own name or address. Please take another.")


def _weak(message: str) -> Problem:
    return Problem("invalid", message, field="password")
