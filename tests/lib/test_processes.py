import os
from functools import partial
from operator import neg
from pathlib import Path

import pytest

from packgrid.lib.processes import map_in_order

NAMES = [f"file-{number}" for number in range(20)]


def test_one_process_does_the_work_itself_and_needs_no_setting_up(tmp_path):
    found = map_in_order(os.path.abspath, NAMES, first=[partial(os.chdir, tmp_path)], count=1)
    assert list(found) == [str(Path.cwd() / name) for name in NAMES]


def test_others_are_set_up_and_give_their_work_in_order(tmp_path):
    found = map_in_order(os.path.abspath, NAMES, first=[partial(os.chdir, tmp_path)], count=2)
    assert list(found) == [str(tmp_path / name) for name in NAMES]


@pytest.mark.parametrize("count", [1, 2])
def test_jobs_are_made_only_a_few_ahead(count):
    made = []
    jobs = (made.append(job) or job for job in range(1, 1000))
    assert next(map_in_order(neg, jobs, count=count)) == -1
    assert len(made) < 10


@pytest.mark.parametrize("count", [1, 2])
def test_what_a_job_fails_by_ends_the_work(count):
    with pytest.raises(ValueError, match="invalid literal"):
        list(map_in_order(int, ["1", "one", "2"], count=count))
