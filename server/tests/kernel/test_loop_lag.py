"""The gauge of how late the event loop is."""

from structlog.testing import capture_logs

from hallway.kernel.loop_lag import LoopLag
from tests.conftest import Client
from tests.support.clock import TurnedLoop, on_a_turned_loop


@on_a_turned_loop
async def test_sees_what_holds_the_loop(loop: TurnedLoop) -> None:
    """A held loop is one whose time has gone on when it comes back to its timers."""
    lag = LoopLag()
    await lag.start()
    for _ in range(5):
        await loop.advance(0.1)
    assert (lag.now().worst_ms, lag.now().held) == (0, 0)
    with capture_logs() as logs:
        await loop.advance(0.6)
        await loop.advance(0.1)
    await lag.stop()
    seen = lag.now()
    assert (seen.worst_ms, seen.held) == (500, 1)
    assert [(log["event"], log["log_level"]) for log in logs] == [("the loop was held", "warning")]
    await loop.advance(5)
    assert lag.now() == seen, "stopped"


def test_a_minute_is_looked_back_at_and_logs_are_rare() -> None:
    lag = LoopLag()
    with capture_logs() as logs:
        for tenth in range(300):
            lag.saw(tenth / 10, 0.5 if tenth % 20 == 0 else 0.001)
    assert lag.now().worst_ms == 500
    assert lag.now().held == 15
    assert lag.now().last_ms == 1
    assert len(logs) == 3, "at most one in ten seconds"
    lag.saw(88.05, 0.03)
    assert lag.now().worst_ms == 30, "what was more than a minute ago does not count"
    assert lag.now().held == 1
    for second in range(100_000):
        lag.saw(100 + second, 0.0)
    assert lag.now().worst_ms == 0
    assert lag.now().held == 0


async def test_is_shown_where_the_process_says_that_it_is_ready(client: Client) -> None:
    answer = await (await client.request("GET", "/readyz")).json()
    assert answer["ok"]
    assert set(answer["loop"]) == {"lastMs", "worstMs", "held"}
