"""Names of channels: made in one place, and read back."""

import re
from pathlib import Path
from uuid import UUID

from hallway.kernel import channels

HALLWAY = Path(__file__).resolve().parents[2] / "hallway"
ID = UUID("018f2a3c-0000-7000-8000-000000000001")


def test_a_name_has_its_kind_and_ids() -> None:
    assert channels.user(ID) == f"user:{ID}"
    assert channels.peer(ID, "p0") == f"peer:{ID}:p0"
    assert channels.peer.ids_of(channels.peer(ID, "p0")) == [str(ID), "p0"]
    assert channels.venue.includes(f"event:{ID}")
    assert not channels.venue.includes("eventual:x")
    assert channels.peer.template == "peer:<callId>:<peerId>"


def test_kinds_do_not_share_a_prefix() -> None:
    prefixes = [channel.prefix for channel in channels.CHANNELS]
    assert len(set(prefixes)) == len(prefixes)
    assert channels.GATEWAYS not in prefixes


def test_no_name_is_written_by_hand() -> None:
    prefixes = "|".join(channel.prefix for channel in channels.CHANNELS)
    by_hand = re.compile(rf"""(?:push|join|leave|except_|to|signal|includes)\(\s*f?["'](?:{prefixes}):""")
    found = [path.name for path in HALLWAY.rglob("*.py") if by_hand.search(path.read_text())]
    assert not found
