"""The programme that the demo shows. See CREDITS.md for where it comes from."""

import gzip
from importlib import resources

from hallway.services.events.schedule import Schedule, read_schedule

FILE = "fosdem-2025.xml.gz"


def programme() -> Schedule:
    """The programme of FOSDEM 2025 with shortened abstracts, at its own dates: `shift` makes it live now."""
    data = (resources.files("hallway.demo") / FILE).read_bytes()
    return read_schedule(gzip.decompress(data), filename="fosdem-2025.xml")
