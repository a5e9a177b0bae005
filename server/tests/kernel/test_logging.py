"""What is written when something unexpected happens."""

import subprocess
import sys

PROGRAM = """
import structlog
from hallway.kernel import logging
logging.set_up(pretty={pretty})
def work(password):
    raise ValueError("broken")
try:
    work("correct horse" + " battery")
except ValueError:
    structlog.get_logger().exception("it failed", event_id="e1")
"""


def test_tracebacks_do_not_show_the_values_of_variables() -> None:
    """They are people's data and secrets."""
    for pretty in (True, False):
        said = subprocess.run(
            [sys.executable, "-c", PROGRAM.format(pretty=pretty)], capture_output=True, text=True, check=True
        ).stderr
        assert "it failed" in said
        assert "broken" in said
        assert "correct horse battery" not in said
