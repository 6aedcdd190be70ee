"""The parts of the benchmarks that other changes can break without a word: what they ask the world, and their waits."""

import subprocess
import sys

import pytest
from bench import stage, waiting
from bench.goals import NotMeasured

from packgrid.config.environment import SETTINGS
from packgrid.config.variables import read_environment
from world.running import World


def test_a_benchmark_asks_the_world_and_nobody_else(tmp_path):
    environment = read_environment(stage.environment(tmp_path, "http://127.0.0.1:9"))
    asked = {name: str(getattr(environment, name)) for name in SETTINGS if name.endswith("_url")}
    elsewhere = {name: address for name, address in asked.items() if not address.startswith("http://127.0.0.1:9/")}
    assert elsewhere == {"site_url": ""}
    services = [variable.removeprefix("PACKGRID_").lower() for variable in stage.ALLOWED_SERVICES]
    assert all(environment.address_of(name).startswith("http://127.0.0.1:9/") for name in services)


def test_every_service_that_the_settings_can_switch_off_is_on_in_a_benchmark():
    switched = {setting.variable for setting in SETTINGS.values() if setting.default == "public"}
    assert switched == set(stage.ALLOWED_SERVICES)


def test_the_world_has_every_service_where_a_benchmark_looks_for_it():
    with World(packages=1) as world:
        url = world.addresses["pypi"].removesuffix("pypi")
        there = {address.removeprefix(url) for address in world.addresses.values()}
    asked = {*stage.SERVICE_PATHS.values(), *(path for _software, path in stage.HOSTS_OF_WORLD.values())}
    assert there == asked - {"git/{host}/{path}"}


def test_a_wait_ends_with_what_it_waited_for(tmp_path):
    log = tmp_path / "log"
    log.write_text("Traceback\nNameError: GENTLY\n\n")
    with pytest.raises(NotMeasured) as caught:
        waiting.wait_until(lambda: False, "the refresher asks PyPI", within_s=0, log=log)
    assert str(caught.value) == ("waited 0 s until the refresher asks PyPI, in vain; its last line: NameError: GENTLY")


def test_a_wait_ends_when_its_program_does(tmp_path):
    with subprocess.Popen([sys.executable, "-c", "raise SystemExit(3)"]) as program:
        program.wait()
        with pytest.raises(NotMeasured) as caught:
            waiting.wait_until(lambda: False, "it listens", within_s=60, program=program)
    assert str(caught.value) == "waited until it listens, but the program ended with exit code 3"


@pytest.mark.parametrize(
    ("code", "within_s", "sentence"),
    [
        ("pass", 60, "waited until it begins, but the program ended without a word"),
        ("import time; time.sleep(60)", 0, "waited 0 s until it begins, in vain"),
    ],
)
def test_a_program_that_says_nothing_is_not_waited_for_without_end(code, within_s, sentence):
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as program:
        with pytest.raises(NotMeasured) as caught:
            waiting.read_line(program, "it begins", within_s=within_s)
        waiting.end(program)
    assert str(caught.value) == sentence


def test_a_line_that_a_program_says_is_read():
    with subprocess.Popen([sys.executable, "-c", "print('begins')"], stdout=subprocess.PIPE, text=True) as program:
        assert waiting.read_line(program, "it begins") == "begins\n"
