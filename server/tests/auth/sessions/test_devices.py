"""What is kept and shown of a device."""

import pytest

from hallway.kernel.addresses import origin
from hallway.services.auth.sessions.devices import label_of, shortened


@pytest.mark.parametrize(
    ("user_agent", "label"),
    [
        ("Mozilla/5.0 (X11; Linux x86_64; rv:150.0) Gecko/20100101 Firefox/150.0", "Firefox on Linux"),
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/150.0 Safari/537.36 Edg/150.0", "Edge on Windows"),
        ("Mozilla/5.0 (Linux; Android 16; Pixel 10) Chrome/150.0 Mobile Safari/537.36", "Chrome on Android"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 26_0 like Mac OS X) Version/26.0 Safari/604.1", "Safari on iPhone"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Version/26.0 Safari/605.1.15", "Safari on macOS"),
        ("curl/8.0 (Linux)", "A browser on Linux"),
        ("", "An unknown device"),
        ("<script>alert(1)</script>\0", "An unknown device"),
        ("x" * 1_000_000 + "Firefox/1", "An unknown device"),
    ],
)  # fmt: skip
def test_a_device_in_words(user_agent: str, label: str) -> None:
    assert label_of(user_agent) == label


@pytest.mark.parametrize(
    ("address", "shown", "counted"),
    [
        ("203.0.113.77", "203.0.113.…", "203.0.113.77"),
        ("::ffff:203.0.113.77", "203.0.113.…", "203.0.113.77"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:…", "2001:0db8:0001:0002"),
        ("2001:db8:1:2::ffff", "2001:db8:1:…", "2001:0db8:0001:0002"),
        ("fe80::1%eth0", "fe80:0:0:…", "fe80:0000:0000:0000"),
        ("", "", "unknown"),
        ("' OR 1=1 --", "", "unknown"),
        ("9" * 1_000_000, "", "unknown"),
    ],
)
def test_an_address_shortened_and_counted(address: str, shown: str, counted: str) -> None:
    assert shortened(address) == shown
    assert origin(address) == counted
