"""Programs that measure what no test can say. `packgrid bench` runs the rows of goals.py; the others run by hand."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))  # the stand-in for the world lives among the tests
