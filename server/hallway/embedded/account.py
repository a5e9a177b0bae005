"""Who the embedded servers run as: PostgreSQL refuses to be root."""

import os
import pwd
import shutil
import stat
from contextlib import suppress
from pathlib import Path

import msgspec

from hallway.kernel.errors import OperatorError

CAPABILITIES = {"dac_read_search": 2, "dac_override": 1}  # kernel bit numbers, the weaker first


class Account(msgspec.Struct, frozen=True):
    """Who the servers run as, and the words before their command line that make it so."""

    uid: int
    gid: int
    prefix: tuple[str, ...] = ()


def account_for(data_dir: Path, programs: Path) -> Account:
    """Ourselves; but root cannot run PostgreSQL, so then the owner of the data, or else `nobody`.

    The account can read `programs` and pass every folder above `data_dir`, however private.
    """
    if os.geteuid() != 0:
        return Account(os.geteuid(), os.getegid())
    tool = shutil.which("setpriv", path=os.defpath)
    if not tool:
        raise OperatorError("Running as root needs the program setpriv (package util-linux), or an ordinary user.")
    kept = data_dir / "postgres"
    owner = (kept if kept.exists() else data_dir).stat().st_uid
    user = pwd.getpwnam("nobody")
    with suppress(KeyError):
        user = pwd.getpwuid(owner) if owner else user
    words = [tool, f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"]
    if not (reachable(kept) and reachable(programs)):
        # Below a private folder such as /root: rather than open that folder to everybody, let these processes pass.
        words += ["--securebits=+no_setuid_fixup", *passing_capability()]
    return Account(user.pw_uid, user.pw_gid, (*words, "--"))


def reachable(path: Path) -> bool:
    """Whether every folder above `path` may be entered by anybody."""
    return all(folder.stat().st_mode & stat.S_IXOTH for folder in path.parents)


def passing_capability() -> list[str]:
    """Options of setpriv that leave a process just the capability to pass folders it does not own."""
    lines = Path("/proc/self/status").read_text().splitlines()
    have = next(int(line.split()[1], 16) for line in lines if line.startswith("CapEff"))
    for name, bit in CAPABILITIES.items():
        if have >> bit & 1:
            return [f"--{kind}=-all,+{name}" for kind in ("inh-caps", "ambient-caps", "bounding-set")]
    raise OperatorError("As root in this container, Hallway must lie in a folder anybody may enter, such as /opt.")
