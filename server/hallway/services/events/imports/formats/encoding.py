"""Bytes of a text file into text, whatever program wrote it."""

from hallway.kernel.words import sentence
from hallway.services.events.imports.formats.notes import THE_FILE, Notes

_UNDEFINED = bytes.maketrans(b"\x81\x8d\x8f\x90\x9d", b"?????")  # no letters in Windows-1252


def text_of(data: bytes, notes: Notes) -> str:
    """The text as UTF-8, or else as Windows-1252, with a note. (UTF-16 is UTF-8 before it comes here.)"""
    try:
        return data.decode()
    except UnicodeDecodeError:
        notes.add(THE_FILE, sentence("reading.windows1252"))
        return data.translate(_UNDEFINED).decode("cp1252")
