"""What is kept and shown of the device a person signs in from: enough to recognise one's own, no more."""

from ipaddress import IPv4Address, IPv6Address
from typing import Final

from hallway.kernel.addresses import parsed

LONGEST_USER_AGENT: Final = 512

# The first that occurs wins: browsers claim to be their ancestors, so descendants come first.
BROWSERS: Final = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chromium/", "Chromium"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
SYSTEMS: Final = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("CrOS", "ChromeOS"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)


def label_of(user_agent: str) -> str:
    """A device in words, such as `Firefox on Linux`. Only words of ours, so it can be shown anywhere."""
    text = user_agent[:LONGEST_USER_AGENT]
    browser = next((name for mark, name in BROWSERS if mark in text), None)
    system = next((name for mark, name in SYSTEMS if mark in text), None)
    if browser and system:
        return f"{browser} on {system}"
    return browser or (f"A browser on {system}" if system else "An unknown device")


def shortened(address: str) -> str:
    """An address without its last part, such as `203.0.113.…`: tells home from elsewhere, not person from person."""
    match parsed(address):
        case IPv4Address() as found:
            return str(found).rpartition(".")[0] + ".…"
        case IPv6Address() as found:
            return ":".join(part.lstrip("0") or "0" for part in found.exploded.split(":")[:3]) + ":…"
        case None:
            return ""
