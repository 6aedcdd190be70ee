"""Names all that pages depend on besides data, so that nothing made by another version is ever shown."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from functools import cache
from hashlib import blake2b
from pathlib import Path

import django
from django.conf import settings

PACKGRID = Path(__file__).parents[1]
SOURCES = {".py", ".html", ".css", ".js", ".svg", ".md", ".toml"}
SHOWN_SETTINGS = (
    "VERSION", "DEBUG", "SITE_TITLE", "SUBJECT", "SEARCH_EXAMPLES", "SITE_URL", "LANGUAGE_CODE", "TIME_ZONE",
    "PYPI_URL", "PRIVATE_INDEXES", "PRIVATE_HOSTS", "FORGES", "README_PICTURES",
    "SIGN_UP_IS_OPEN", "SECURITY_CONTACT", "CDN_TAG_HEADER",
)  # fmt: skip


@cache
def fingerprint_pages() -> str:
    """A hash of our code, templates and static files, of Django's version, and of the settings that pages show.

    Equal on all machines that run the same version with the same settings, so that they can share pages.
    """
    digest = blake2b(django.__version__.encode(), digest_size=16)
    for path in sorted(PACKGRID.rglob("*")):
        if path.suffix in SOURCES:
            digest.update(str(path.relative_to(PACKGRID)).encode() + path.read_bytes())
    digest.update(repr([describe_setting(getattr(settings, name)) for name in SHOWN_SETTINGS]).encode())
    digest.update(repr(sorted(settings.SOCIALACCOUNT_PROVIDERS)).encode())
    return digest.hexdigest()


def describe_setting(value: object) -> str:
    """The value as text, which is the same in every process: sets and mappings in order."""
    if isinstance(value, Mapping):
        return repr(sorted((str(key), describe_setting(one)) for key, one in value.items()))
    if isinstance(value, AbstractSet):
        return repr(sorted(map(describe_setting, value)))
    return repr(value)
