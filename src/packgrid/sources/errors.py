"""The errors of sources. Each message is a sentence for a person."""

from datetime import datetime


class SourceError(Exception):
    """A source gave no snapshot."""


class Gone(SourceError):
    """The source says that it has no such thing (404 or 410)."""


class RateLimited(SourceError):
    """The source asks us to come back later."""

    def __init__(self, message: str, retry_at: datetime | None) -> None:
        super().__init__(message)
        self.retry_at = retry_at


class Unavailable(SourceError):
    """The source cannot be reached or is not well."""


class Malformed(SourceError):
    """The source answered, but not with what its documentation promises; the message names the place."""
