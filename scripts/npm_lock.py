"""Complete a package-lock.json with the optional packages of platforms that the registry did not offer.

npm leaves out an optional package that a registry mirror lacks, and then `npm ci` refuses the lock on every machine.
Such an entry carries the version that its parent demands and no hash, because there was nothing to hash.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

SYSTEMS = ("android", "darwin", "freebsd", "linux", "win32", "wasm32")
PROCESSORS = ("arm64", "x64", "ia32", "arm")


def complete(path: Path) -> list[str]:
    """Add what is missing to the lock file at `path`; gives the names of what was added."""
    lock = json.loads(path.read_text())
    packages = lock["packages"]
    added: list[str] = []
    for parent in list(packages.values()):
        for name, version in parent.get("optionalDependencies", {}).items():
            place = f"node_modules/{name}"
            if not re.fullmatch(r"\d+\.\d+\.\d+", version) or any(key.endswith(place) for key in packages):
                continue
            words = name.split("/")[-1].split("-")
            entry = {"version": version, "optional": True}
            if processor := [word for word in words if word in (*PROCESSORS, "wasm32")]:
                entry["cpu"] = processor
            if system := [word for word in words if word in SYSTEMS and word != "wasm32"]:
                entry["os"] = system
            packages[place] = entry
            added.append(name)
    lock["packages"] = dict(sorted(packages.items()))
    if added:
        path.write_text(json.dumps(lock, indent=2, ensure_ascii=False) + "\n")
    return added


if __name__ == "__main__":
    for folder in ("web", "tools/graphiql"):
        for line in complete(Path(__file__).resolve().parent.parent / folder / "package-lock.json"):
            print(f"  added {line}")
