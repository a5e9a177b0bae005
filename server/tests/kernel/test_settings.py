"""Settings: all faults at once, in words."""

import pytest

from hallway.bootstrap.registry import SERVICES
from hallway.kernel.errors import OperatorError
from hallway.kernel.settings import Settings

GOOD = {"DATABASE_URL": "postgresql://x/y", "REDIS_URL": "redis://x", "HALLWAY_SECRET": "s" * 32}


def test_defaults() -> None:
    settings = Settings.from_env(
        {**GOOD, "HALLWAY_PORT": "4100", "HALLWAY_DEMO": "1", "HALLWAY_TURN_URLS": ""}, SERVICES
    )
    assert settings.public_url == "http://localhost:4100"
    assert settings.service_urls["auth"] == "http://127.0.0.1:4110"
    assert settings.service_urls["notifications"] == "http://127.0.0.1:4115"
    assert settings.demo
    assert settings.turn_urls == ()


def test_everything_wrong_is_said_at_once() -> None:
    with pytest.raises(OperatorError) as caught:
        Settings.from_env({"HALLWAY_PORT": "many", "HALLWAY_DEMO": "perhaps"}, SERVICES)
    for word in ("DATABASE_URL is missing", "REDIS_URL is missing", "HALLWAY_SECRET is missing", "many", "perhaps"):
        assert word in str(caught.value)


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"HALLWAY_SECRET": "short"}, "HALLWAY_SECRET"),
        ({"DATABASE_URL": "mysql://x"}, "DATABASE_URL"),
        ({"REDIS_URL": "http://x"}, "REDIS_URL"),
        ({"HALLWAY_CHAT_URL": "chat:1"}, "HALLWAY_CHAT_URL"),
        ({"HALLWAY_PUBLIC_URL": "hallway.example"}, "HALLWAY_PUBLIC_URL"),
        ({"HALLWAY_PUBLIC_URL": "http://["}, "HALLWAY_PUBLIC_URL"),
        ({"HALLWAY_PUBLIC_URL": "https://x.example/path"}, "HALLWAY_PUBLIC_URL"),
        ({"HALLWAY_ASSETS_URL": "https://cdn.example/path"}, "HALLWAY_ASSETS_URL"),
        ({"HALLWAY_ASSETS_URL": "https://cdn.example; script-src *"}, "HALLWAY_ASSETS_URL"),
        ({"HALLWAY_ASSETS_URL": "cdn.example"}, "HALLWAY_ASSETS_URL"),
        ({"HALLWAY_PORT": "0"}, "HALLWAY_PORT"),
        ({"HALLWAY_PORT": "70000"}, "HALLWAY_PORT"),
        ({"HALLWAY_TURN_URLS": "turn:x"}, "HALLWAY_TURN_SECRET"),
    ],
)
def test_one_thing_wrong(change: dict[str, str], word: str) -> None:
    with pytest.raises(OperatorError, match=word) as caught:
        Settings.from_env({**GOOD, **change}, SERVICES)
    assert str(caught.value).count("\n- ") == 1


def test_a_secret_is_never_repeated_in_the_message() -> None:
    with pytest.raises(OperatorError) as caught:
        Settings.from_env({**GOOD, "HALLWAY_SECRET": "hunter2"}, SERVICES)
    assert "hunter2" not in str(caught.value)


def test_keys_differ_by_purpose() -> None:
    settings = Settings.from_env(GOOD, SERVICES)
    assert settings.key("rpc") == settings.key("rpc") != settings.key("tokens")
    assert len(settings.key("rpc")) == 32
