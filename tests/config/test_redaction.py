"""No log line holds the secrets that addresses carry."""

import logging
import logging.config

import pytest
from django.test import Client

from packgrid.config.redaction import RedactingFormatter, redact_secrets

SECRET = "s3cr3t-T0ken_x"
ADDRESSES = [
    f"/watching/feed/{SECRET}.atom",
    f"/watching/feed/{SECRET}",
    f"/watching/feed//{SECRET}/",
    f"/account/confirm-email/{SECRET}:1abc:def",
    f"/account/confirm-email/{SECRET}/more/",
    f"/account/password/reset/key/1-{SECRET}",
    f"/account/password/reset/key/1-{SECRET}/more/",
    f"/account/github/login/callback/?code={SECRET}&state={SECRET}",
    f"/nowhere/?token={SECRET}",
    f"/login/?next=%2Fwatching%2Ffeed%2F{SECRET}.atom",
    f"/nowhere/?a=1&PASSWORD={SECRET}#end",
]


def format_line(settings, record):
    configure = logging.config.DictConfigurator(dict(settings.LOGGING)).configure_formatter
    return configure(dict(settings.LOGGING["formatters"]["line"])).format(record)


@pytest.mark.django_db
@pytest.mark.parametrize("path", ADDRESSES)
def test_what_django_logs_of_a_request_has_no_secret(settings, caplog, path):
    Client(headers={"host": "localhost"}).get(path)
    assert SECRET not in "".join(format_line(settings, record) for record in caplog.records)


@pytest.mark.parametrize("path", ADDRESSES)
def test_an_error_that_names_the_address_has_no_secret(settings, path):
    try:
        int(path)
    except ValueError as error:
        info = (ValueError, error, error.__traceback__)
    record = logging.LogRecord("django.request", logging.ERROR, "x.py", 1, "Internal Server Error: %s", (path,), info)
    line = format_line(settings, record)
    assert "Internal Server Error: /" in line
    assert "Traceback" in line
    assert SECRET not in line


def test_a_line_says_when_it_was_written_in_utc(settings):
    record = logging.LogRecord("packgrid.security", logging.INFO, "x.py", 1, "signed in", (), None)
    record.created, record.msecs = 1790000000.25, 250
    assert format_line(settings, record) == "2026-09-21T14:13:20.250Z INFO packgrid.security signed in"


def test_every_handler_redacts(settings):
    formatters = settings.LOGGING["formatters"]
    used = [formatters[handler["formatter"]]["()"] for handler in settings.LOGGING["handlers"].values()]
    assert used == [RedactingFormatter] * len(settings.LOGGING["handlers"])


@pytest.mark.parametrize(
    "text",
    [
        "Not Found: /account/confirm-email/",
        "Not Found: /watching/feed/",
        "Not Found: /packages/?page=2&sort=stars",
        "event=signed_in account=ada id=3 address=203.0.113.7",
    ],
)
def test_other_lines_stay(text):
    assert redact_secrets(text) == text
