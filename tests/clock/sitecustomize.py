"""Python runs this at the start of each process that finds it on PYTHONPATH, as those do that tests start."""

import clock_ahead

clock_ahead.move()
