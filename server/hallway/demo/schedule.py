"""The schedule that the demo shows. See CREDITS.md for where it comes from."""

import gzip
from importlib import resources
from typing import Final

from hallway.services.events.imports.formats import read_schedule
from hallway.services.events.schedule import Schedule

FILE: Final = "fosdem-2025.xml.gz"


def packaged() -> bytes:
    """The schedule of FOSDEM 2025 with shortened abstracts, as frab/pentabarf XML."""
    return gzip.decompress((resources.files("hallway.demo") / FILE).read_bytes())


def demo_schedule() -> Schedule:
    """The same, at its own dates: `shift` makes it live now."""
    return read_schedule(packaged(), filename="fosdem-2025.xml")
