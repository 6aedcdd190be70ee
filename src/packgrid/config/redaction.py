"""Keeps secrets that are part of addresses out of logs: keys in mails, tokens of private feeds, codes of sign-in."""

import logging
import re
import time

SLASH = r"(?:/|%2F)"
SECRET_PATHS = ("account/confirm-email", "account/password/reset/key", "watching/feed")
IN_PATH = re.compile(rf"({SLASH}(?:{'|'.join(SECRET_PATHS).replace('/', SLASH)}){SLASH}+)[^\s?#&\"'<>]+", re.IGNORECASE)
IN_QUERY = re.compile(r"([?&;](?:code|key|password|secret|state|token)=)[^\s&;#\"'<>]+", re.IGNORECASE)


def redact_secrets(text: str) -> str:
    """The text with *** in place of secrets in the paths and query strings that it names."""
    return IN_QUERY.sub(r"\1***", IN_PATH.sub(r"\1***", text))


class RedactingFormatter(logging.Formatter):
    """Formats a line and its traceback without secrets, times in UTC; every handler of ours uses it."""

    converter = staticmethod(time.gmtime)
    default_time_format, default_msec_format = "%Y-%m-%dT%H:%M:%S", "%s.%03dZ"

    def format(self, record: logging.LogRecord) -> str:
        """The line as it is logged."""
        return redact_secrets(super().format(record))
