"""TURN credentials, and whom they are for."""

import base64
import hashlib
import hmac
from datetime import UTC, datetime

import msgspec
import pytest

from hallway.kernel.caller import ANONYMOUS
from hallway.kernel.errors import Problem
from hallway.kernel.ids import uuid7
from hallway.kernel.settings import Settings
from hallway.services.video.ice.turn_credentials import ice_servers
from tests.video.factories import CallFactories

TURN = {"turn_urls": ("turn:relay.example.org:3478?transport=udp",), "turn_secret": "north"}


def test_turn_credentials_are_what_coturn_checks(settings: Settings) -> None:
    now, user_id = datetime(2026, 11, 22, 12, tzinfo=UTC), uuid7()
    given = ice_servers(msgspec.structs.replace(settings, **TURN), user_id, now)
    [server] = given.servers
    assert server.urls == ["turn:relay.example.org:3478?transport=udp"]
    assert server.username == f"1795352400:{user_id}"
    assert given.expires_at.timestamp() == 1795352400
    expected = hmac.new(b"north", f"1795352400:{user_id}".encode(), hashlib.sha1).digest()
    assert server.credential == base64.b64encode(expected).decode()


def test_a_known_turn_credential(settings: Settings) -> None:
    """By `echo -n '<user name>' | openssl dgst -sha1 -hmac north -binary | base64`."""
    user_id = type(uuid7())("00000000-0000-7000-8000-000000000001")
    given = ice_servers(msgspec.structs.replace(settings, **TURN), user_id, datetime(2026, 11, 22, 12, tzinfo=UTC))
    assert given.servers[0].credential == "AUIbbUcD2ejznNj6vq/TEFg6EkI="


async def test_turn_is_for_people_signed_in(factories: CallFactories) -> None:
    [ada] = await factories.people(1)
    assert (await factories.video.ice_servers(ada)).servers == []
    with pytest.raises(Problem) as caught:
        await factories.video.ice_servers(ANONYMOUS)
    assert caught.value.code == "unauthenticated"
