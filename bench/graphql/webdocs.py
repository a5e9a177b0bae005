"""The documents that the web sends, from the list of those that Hallway answers."""

import json
import re
from pathlib import Path
from typing import Final

MANIFEST: Final = Path(__file__).resolve().parents[2] / "contract" / "documents.json"
OPERATION: Final = re.compile(r"^(?:query|mutation) (\w+)", re.MULTILINE)


def documents() -> dict[str, str]:
    """By operation name."""
    return {OPERATION.findall(text)[0]: text for text in json.loads(MANIFEST.read_text()).values()}
