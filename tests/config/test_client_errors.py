import logging

import pytest
from django.test import Client

from packgrid.config.client_errors import drop_traceback

CSRF = {"cookie": f"csrftoken={'a' * 32}"}
FIELDS = "&".join(f"field{number}=1" for number in range(1001))
URL_ENCODED = "application/x-www-form-urlencoded"


@pytest.fixture
def logged(caplog):
    """What the handler of the settings writes."""
    caplog.handler.addFilter(drop_traceback)
    yield caplog
    caplog.handler.removeFilter(drop_traceback)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "body", "kind"),
    [
        ("/login/", FIELDS, URL_ENCODED),
        ("/login/", "garbage", "multipart/form-data"),
        ("/login/", "garbage", f"multipart/form-data; boundary={'x' * 500}"),
    ],
)
def test_a_request_that_makes_no_sense_is_logged_without_a_traceback(logged, path, body, kind):
    answer = Client(headers={"host": "localhost"}).post(path, body, content_type=kind, headers=CSRF)
    assert answer.status_code == 400
    assert logged.records
    assert "Traceback" not in logged.text


@pytest.mark.parametrize(
    ("status", "keeps_traceback"), [(399, True), (400, False), (499, False), (500, True), (None, True)]
)
def test_a_fault_of_ours_keeps_its_traceback(status, keeps_traceback):
    given = {"exc_info": (OSError, OSError("no disk"), None)} | ({} if status is None else {"status_code": status})
    record = logging.makeLogRecord(given)
    assert drop_traceback(record)
    assert bool(record.exc_info) is keeps_traceback


def test_the_settings_use_it(settings):
    assert settings.LOGGING["handlers"]["stderr"]["filters"] == ["client errors"]
    assert settings.LOGGING["filters"]["client errors"]["callback"] is drop_traceback
