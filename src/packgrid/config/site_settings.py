"""The settings of what pages say."""

import attrs

from packgrid.config.index_settings import IndexSettings
from packgrid.config.setting_fields import setting
from packgrid.config.setting_parsers import parse_language, parse_list


@attrs.frozen
class SiteSettings(IndexSettings):
    """The name of the site, what it covers, and its language."""

    site_title: str = setting("PACKGRID_SITE_TITLE", "The name in the header of every page.", "Packgrid", str)
    subject: str = setting(
        "PACKGRID_SUBJECT",
        "What the packages of this directory are for, as the home page says it: `Find and compare Django packages`.",
        "Django",
        str,
    )
    search_examples: list[str] = setting(
        "PACKGRID_SEARCH_EXAMPLES",
        "Searches that the home page offers as examples, separated by commas.",
        "multi-tenant site, send SMS, background tasks, is:maintained django:5.2",
        parse_list,
    )
    language: str = setting(
        "PACKGRID_LANGUAGE",
        "A language code of Django, such as `en-gb` or `de`. It sets how dates and numbers are written, and the "
        "language of messages of Django, such as errors in forms. Other texts are English.",
        "en-gb",
        parse_language,
    )
