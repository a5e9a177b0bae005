"""The hue of a track, which nobody chooses."""

from typing import Final

HUES: Final = (20, 48, 75, 105, 140, 168, 195, 225, 255, 285, 315, 345)
"""Degrees far enough apart to tell neighbours from each other; the same as people's avatars have."""


def hue_of(name: str) -> int:
    """Always the same for the same name (FNV-1a, as the pages do for people)."""
    value = 0x811C9DC5
    for byte in name.encode("utf-16-le", "surrogatepass"):
        value = (value ^ byte) * 0x01000193 & 0xFFFFFFFF
    return HUES[value % len(HUES)]
