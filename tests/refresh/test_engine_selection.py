import pytest

from packgrid.refresh.engines.selection import select_engine


@pytest.mark.parametrize(
    ("is_on", "is_distributed", "says"),
    [
        (False, False, "off (PACKGRID_REFRESH=off)"),
        (False, True, "off (PACKGRID_REFRESH=off)"),
        (True, False, "on, gently in the background"),
        (True, True, "left to `packgrid worker`, here or on other machines (PACKGRID_ENGINE=distributed)"),
    ],
)
def test_the_settings_say_who_refreshes(settings, is_on, is_distributed, says):
    settings.REFRESH, settings.IS_DISTRIBUTED = is_on, is_distributed
    assert select_engine().says == says
