"""The folder an embedded installation keeps its data in: one process at a time, sockets in a private folder of it, and
the installation's secret."""

import fcntl
import hashlib
import os
import re
import secrets
import tempfile
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path

from hallway.embedded.account import Account
from hallway.kernel.errors import OperatorError

# A socket's path must stay below 104 bytes (macOS; Linux 108), and a comma in it is a list of hosts to a database URL.
SOCKET_DIR = r"[A-Za-z0-9/._ -]{1,85}"


def installation_secret(data_dir: Path) -> str:
    """The installation's own secret (64 hexadecimal digits), made at the first call and kept readable by us alone."""
    data_dir.mkdir(parents=True, exist_ok=True)
    path = data_dir / "secret"
    if not path.exists():
        handle, fresh = tempfile.mkstemp(dir=data_dir, prefix=".secret-")  # mode 0600
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_hex(32))
        with suppress(FileExistsError):
            os.link(fresh, path)  # appears whole or not at all, and never over one that is there
        Path(fresh).unlink()
    return path.read_text().strip()


@contextmanager
def explained(data_dir: Path) -> Generator[None]:
    """Say what to do about a folder that is not ours or a disk that is full."""
    try:
        yield
    except PermissionError as error:
        raise OperatorError(
            f"{error.filename or data_dir} belongs to another user (was Hallway started as root before?). "
            f"Give it back with:  sudo chown -R $(id -u):$(id -g) '{data_dir}'",
        ) from error
    except OSError as error:
        raise OperatorError(f"Cannot keep data in {data_dir}: {error.strerror or error}.") from error


@contextmanager
def locked(data_dir: Path) -> Generator[None]:
    """Make the folder and hold it for this process; the system lets go of it even if we are killed."""
    with explained(data_dir):
        data_dir.mkdir(parents=True, exist_ok=True)
        file = (data_dir / "lock").open("a+")
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            file.seek(0)
            raise OperatorError(
                f"Hallway is already running on {data_dir} (process {file.read().strip() or 'unknown'}). "
                "Stop that one first, or use it.",
            ) from error
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield


def run_dir(data_dir: Path, account: Account) -> Path:
    """A private folder for sockets: `data_dir/run`, or if that is too long or too odd, one in the temporary folder."""
    run = data_dir / "run"
    if not re.fullmatch(SOCKET_DIR, str(run)):
        name = hashlib.sha256(os.fsencode(data_dir)).hexdigest()[:12]
        run = Path(tempfile.gettempdir()).resolve() / f"hallway-{account.uid}-{name}"
    run.mkdir(mode=0o700, exist_ok=True)
    if run.is_symlink() or run.stat().st_uid not in (account.uid, os.geteuid()):
        raise OperatorError(f"{run} is not ours. Remove it, then start again.")
    run.chmod(0o700)
    os.chown(run, account.uid, account.gid)
    return run
