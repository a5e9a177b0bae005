"""What is compressed, and for whom."""

import gzip

import pytest

from hallway.gateway.http.compression import LEAST, compressed
from tests.conftest import Client

LARGE = b"The agenda of a large event. " * 200


@pytest.mark.parametrize("accepted", ["gzip", "br, GZIP;q=0.5", "deflate,gzip ; q=1.0"])
def test_who_reads_gzip_gets_it(accepted: str) -> None:
    smaller = compressed(LARGE, accepted)
    assert smaller is not None
    assert len(smaller) < len(LARGE) / 4
    assert gzip.decompress(smaller) == LARGE


@pytest.mark.parametrize("accepted", ["", "br", "gzip;q=0", "gzip; q=0.000", "x-gzip", "identity, *"])
def test_others_get_it_as_it_is(accepted: str) -> None:
    assert compressed(LARGE, accepted) is None


def test_what_is_small_stays_as_it_is() -> None:
    assert compressed(b"x" * (LEAST - 1), "gzip") is None


async def test_the_graph_compresses_large_answers(client: Client) -> None:
    large = " ".join(f"{'events_by_a_very_long_name_' * 5}{i}: events {{ id }}" for i in range(19))
    for fields, accepted, coding in (
        (large, "gzip", "gzip"),
        (large, "identity", None),
        ("events { id }", "gzip", None),
    ):
        asked = {"query": f"{{ {fields} }}"}
        answer = await client.request("POST", "/graphql", json=asked, headers={"accept-encoding": accepted})
        assert answer.headers.get("content-encoding") == coding
        assert answer.headers["vary"] == "accept, accept-encoding"
        assert "data" in await answer.json(content_type=None)
