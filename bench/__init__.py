"""Programs that measure for minutes what no test can say. Each prints a Markdown table for docs/benchmarks.md."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))  # the stand-in for the world lives among the tests
