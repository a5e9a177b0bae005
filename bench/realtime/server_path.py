"""Import this first: it makes Hallway's packages importable from wherever the benchmark is started."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "server"))
