"""The documents that the web sends, from the list of those that Hallway answers."""

import json
import re
from pathlib import Path
from typing import Final

MANIFEST: Final = Path(__file__).resolve().parents[2] / "contract" / "documents.json"
OPERATION: Final = re.compile(r"^(?:query|mutation) (\w+)", re.MULTILINE)


def documents() -> dict[str, str]:
    """By operation name: each as the pages' server asks it, without the names of types that a browser adds."""
    found: dict[str, str] = {}
    for text in sorted(json.loads(MANIFEST.read_text()).values(), key=len, reverse=True):
        found[OPERATION.findall(text)[0]] = text
    return found
