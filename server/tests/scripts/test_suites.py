"""`make test` itself: what it counts, what it runs side by side, what it leaves behind, what time it can make it."""

import asyncio
import contextlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from tests.support.waiting import eventually

ROOT = Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT / "scripts"))

import clocks  # noqa: E402
import reports  # noqa: E402
import steps  # noqa: E402
import suites  # noqa: E402

JUNIT = """<testsuites><testsuite tests="4">
<testcase name="a"/><testcase name="b"><failure/></testcase>
<testcase name="c"><skipped/></testcase><testcase name="d"><error/></testcase></testsuite></testsuites>"""
ONE = '<testsuite><testcase classname="x.spec.ts" name="a"/></testsuite>'
FLAKY = ONE.replace("/></", "><flakyFailure/></testcase></")


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """These tests run within a suite whose report and log are not to be touched."""
    monkeypatch.setattr(suites, "REPORTS", tmp_path)
    monkeypatch.setattr(suites, "LOGS", tmp_path)
    monkeypatch.setattr(clocks, "STATE", tmp_path)


def shell(name: str, script: str, report: str = ONE) -> suites.Suite:
    """A suite that is a line of shell, and writes this report first."""
    made = suites.Suite(name, [], suites.REPORTS)
    write = f"cat > {made.report} <<'END'\n{report}\nEND\n" if report else ""
    return made._replace(argv=["sh", "-c", write + script])


def test_the_numbers_come_from_the_report(tmp_path: Path) -> None:
    (tmp_path / "r.xml").write_text(JUNIT)
    assert reports.read_report(tmp_path / "r.xml")[:3] == (1, 2, 1)
    assert reports.read_report(tmp_path / "none.xml") == reports.Report()
    (tmp_path / "r.xml").write_text("<testsuites><tes")
    assert reports.read_report(tmp_path / "r.xml") == reports.Report()


@pytest.mark.parametrize(
    ("report", "code", "expected"),
    [(JUNIT, 1, (1, 2, 1)), ("", 0, (0, 1, 0)), (ONE, 3, (1, 1, 0)), (ONE, 0, (1, 0, 0))],
)
def test_a_suite_cannot_pass_by_saying_nothing(report: str, code: int, expected: tuple[int, int, int]) -> None:
    (outcome,) = suites.run_all([shell("s", f"exit {code}", report)], dict(os.environ))
    assert outcome.report[:3] == expected


def test_a_test_that_passed_only_when_tried_again_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    (outcome,) = suites.run_all([shell("s", "exit 0", FLAKY)], dict(os.environ))
    assert reports.summary([outcome]) == 0
    assert "flaky: x.spec.ts › a" in capsys.readouterr().out


def test_a_test_that_failed_is_named_with_where_and_why(capsys: pytest.CaptureFixture[str]) -> None:
    text = "Error: no\nat a/x.spec.ts:9:1\nat b/x.spec.ts:3:7"
    failed = ONE.replace("/></", f'><failure message="[31mnot  {"so " * 200}">{text}</failure></testcase></')
    (outcome,) = suites.run_all([shell("s", "exit 1", failed)], dict(os.environ))
    assert reports.summary([outcome]) == 1
    (line,) = [line for line in capsys.readouterr().out.splitlines() if "failed: " in line]
    assert line.startswith("    failed: x.spec.ts › a: not so so")
    assert line.endswith(" s (x.spec.ts:3)")
    assert len(line) < 300


def test_the_last_line_sums_up(capsys: pytest.CaptureFixture[str]) -> None:
    one = reports.Outcome("a", reports.Report(3, 0, 1), 1.0)
    two = reports.Outcome("b", reports.Report(4, 2, 0), 1.0)
    assert reports.summary([one]) == 0
    assert reports.summary([one, two]) == 1
    assert capsys.readouterr().out.splitlines()[-1] == "7 passed, 2 failed, 1 skipped"


def test_suites_run_side_by_side_and_do_not_talk_at_once(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    until = "for i in $(seq 500); do [ -e {0} ] && break; sleep 0.02; done; [ -e {0} ] && echo {1} ends"
    ping, pong = tmp_path / "ping", tmp_path / "pong"
    one = shell("one", f"echo one begins; touch {ping}; " + until.format(pong, "one"))
    two = shell("two", "echo two begins; " + until.format(ping, "two") + f"; touch {pong}")
    outcomes = suites.run_all([one, two], dict(os.environ))
    assert sorted((outcome.name, outcome.report.failed) for outcome in outcomes) == [("one", 0), ("two", 0)]
    said = capfd.readouterr().out
    for name in ("one", "two"):
        assert f"{name} begins\n{name} ends\n" in said


def runs(pid: int) -> bool:
    """Whether there is such a process, not counting those that are dead and nobody has asked about."""
    with contextlib.suppress(psutil.NoSuchProcess):
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    return False


def test_nothing_outlives_a_suite_that_takes_too_long(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(suites, "LONGEST", -1)
    monkeypatch.setattr(suites, "TO_END", 0.2)
    child = tmp_path / "child"
    stubborn = f"trap '' INT TERM; sleep 600 & echo $! > {child}.new; mv {child}.new {child}; wait; sleep 600"
    run = suites.Run(shell("s", stubborn), dict(os.environ), "", alone=False)
    while not child.exists():
        assert run.process.poll() is None
    outcome = run.outcome("stopped")
    assert outcome.note == "stopped"
    pid = int(child.read_text())
    asyncio.run(eventually(lambda: not runs(pid)))  # it has been killed, but a busy machine may not have come to it
    late = suites.run_all([shell("late", "sleep 600", "")], dict(os.environ))
    assert [(one.report.failed, one.note[:7]) for one in late] == [(1, "stopped")]


@pytest.mark.skipif(
    not shutil.which("cc") or sys.platform != "linux", reason="another clock needs Linux and a compiler"
)
@pytest.mark.parametrize("clock", clocks.CLOCKS)
def test_another_clock_is_believed_and_runs_on(clock: str) -> None:
    program = (
        "import time; a = time.time(); time.sleep(0.01); print(int(a), time.time() > a, time.strftime('%FT%H:%M%z'))"
    )
    env = clocks.at_clock(os.environ, clock)
    said = subprocess.run([sys.executable, "-c", program], env=env, capture_output=True, text=True, check=True).stdout
    seconds, goes_on, local = said.split()
    assert 0 <= int(seconds) - clocks.moment(clock).timestamp() < 600  # not the time itself: this machine may be busy
    assert goes_on == "True"
    assert local.startswith(clock[:10])


def test_a_clock_that_is_none() -> None:
    with pytest.raises(steps.Trouble, match="write it as 2028-02-29T12:00"):
        clocks.moment("noon")
    assert clocks.at_clock({"A": "b"}, "") == {"A": "b"}
