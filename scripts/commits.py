"""Are commit messages as CONTRIBUTING.md asks? `area: imperative` in at most 72 characters; the why is in the body."""

from __future__ import annotations

import re
import subprocess
import sys

from steps import ROOT

SINCE = "2026-11-30T02:08:00+00:00"
"""When the rule was made: what came before stays as it is."""
LONGEST = 72
SUBJECT = re.compile(r"[a-z][\w ,/.-]*: \S.*[^.]")


def faults(subject: str) -> list[str]:
    """What is wrong with one subject."""
    found = []
    if len(subject) > LONGEST:
        found.append(f"has {len(subject)} characters")
    if not SUBJECT.fullmatch(subject):
        found.append("is not `area: imperative`")
    return found


def main() -> int:
    """Look at every commit since the rule but merges; 0 if all are well. Without a history there is nothing to see."""
    words = ["git", "log", "--no-merges", f"--since={SINCE}", "--format=%h %s"]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
    wrong = 0
    for line in done.stdout.splitlines():
        commit, _, subject = line.partition(" ")
        if found := faults(subject):
            wrong += 1
            print(f"{commit} {' and '.join(found)}: {subject}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
