"""What is kept and shown of the device a person signs in from: enough to recognise one's own, no more."""

from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import Final

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
    match _parsed(address):
        case IPv4Address() as found:
            return str(found).rpartition(".")[0] + ".…"
        case IPv6Address() as found:
            return ":".join(part.lstrip("0") or "0" for part in found.exploded.split(":")[:3]) + ":…"
        case None:
            return ""


def origin(address: str) -> str:
    """What counts as one address for rate limits: an IPv4 address, or an IPv6 network of 64 bits, all of whose
    addresses belong to one customer."""
    match _parsed(address):
        case IPv4Address() as found:
            return str(found)
        case IPv6Address() as found:
            return found.exploded[:19]
        case None:
            return "unknown"


def _parsed(address: str) -> IPv4Address | IPv6Address | None:
    try:
        found = ip_address(address[:64].partition("%")[0])
    except ValueError:
        return None
    return found.ipv4_mapped or found if isinstance(found, IPv6Address) else found
