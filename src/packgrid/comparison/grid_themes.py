"""Themes of grids, told by the words of their titles. Pure."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Protocol

import attrs

WORD = re.compile(r"[a-z0-9]+")


@attrs.frozen
class Theme:
    """A theme: its slug for addresses, its title, and the words that titles of its grids have.

    A word with "*" at its end stands for all words that begin so.
    """

    slug: str
    title: str
    words: frozenset[str]


def make_theme(slug: str, title: str, words: str) -> Theme:
    """A theme whose words stand in one text."""
    return Theme(slug, title, frozenset(words.split()))


OTHER = make_theme("other", "Other", "")
# A grid belongs to the first theme that has a word of its title, so those of a platform come first, broad ones last.
THEMES: Sequence[Theme] = (
    make_theme("wagtail", "Wagtail", "wagtail*"),
    make_theme(
        "commerce",
        "Shops and payment",
        "payment* ecommerce commerce shop* money currenc* invoic* bitcoin stripe finance inventory",
    ),
    make_theme(
        "accounts",
        "Accounts and permissions",
        "auth* perm* registration oauth* oidc openid ldap login user* profiles* session* jwt invitation* avatar*"
        " password* factor sso ssh onboarding referrals",
    ),
    make_theme(
        "security",
        "Security and privacy",
        "security spam anti* captcha encrypt* cookie cyber beta moderation",
    ),
    make_theme("admin", "Admin", "admin* dashboard*"),
    make_theme(
        "communication",
        "Mail, chat and notifications",
        "email* incomingemail mail sms chat* messag* notif* forum* newsletter* contact push telephony webhooks"
        " rapidsms",
    ),
    make_theme(
        "api", "APIs and real time",
        "api* rest graphql rpc drf tastypie serializ* websockets real realtime services",
    ),
    make_theme(
        "files",
        "Files and media",
        "file* photo* galler* image* thumbnail* video music pdf upload* media storage attachment* document watermark*"
        " barcode flash ebook zoom",
    ),
    make_theme(
        "cms",
        "CMS and content",
        "cms blog* wiki* mezzanine feincms fluent* comment* tagging content wysiwyg markdown faq feed feeds seo"
        " sitemaps bookmark* oembed frontend themes redirects ads editing",
    ),
    make_theme(
        "forms",
        "Forms, fields and tables",
        "form forms formset* field* widget* crud filter* table* complete survey* quiz* polls tables2 enumfields"
        " arrayfield wizard*",
    ),
    make_theme(
        "international",
        "Languages and places",
        "i18n translation* internationalization globalization countries timezones maps gis calendar* localiz*",
    ),
    make_theme(
        "community",
        "Social and community",
        "social facebook instagram activit* voting rating* award* badges gamification feedback pinax jobboards"
        " conference community",
    ),
    make_theme(
        "business",
        "Business and analysis",
        "analytics report* business crm lms help ticketing management workflow state jobs emergency mining rule dcim"
        " civicapps scraping multidimensionnal finite",
    ),
    make_theme(
        "development",
        "Development and tests",
        "test* developer debug* lint* profil* scaffold* cookiecutter* starter shells documentation bdd code checks"
        " virtualenv buildout instrumentation generator awesome logging error* sentry tooling",
    ),
    make_theme(
        "data",
        "Databases and models",
        "database* data orm model* sql* postgres* mongo* nosql redis elasticsearch search haystack neo4j couch* import*"
        " export* tree* graphs managers relationships migration* versioning deletion audit edit"
        " inheritance singleton ordering tenan* backup* bulk",
    ),
    make_theme(
        "frontend",
        "Templates and frontend",
        "template* templatetags bootstrap* layout css javascript jquery ajax angular* htmx components chart* static"
        " asset* design typography navigation pagination mobile webdesign jinja2 accessibility skins cbv",
    ),
    make_theme(
        "operations",
        "Tasks, settings and servers",
        "deploy* cach* task* queue* worker* celery cron monitoring server* proxy config* setting* feature health"
        " kubernetes maintenance hosting engine reverse url* routing windows upgrade offline streaming",
    ),
    OTHER,
)  # fmt: skip
BY_SLUG = {theme.slug: theme for theme in THEMES}


def find_theme(title: str) -> Theme:
    """The theme of a grid with this title; OTHER where no word tells it."""
    words = WORD.findall(title.lower())
    return next((theme for theme in THEMES if any(has_word(theme, word) for word in words)), OTHER)


def has_word(theme: Theme, word: str) -> bool:
    """True if the word, or one of its beginnings with "*", is one of the theme's."""
    return word in theme.words or any(word[:length] + "*" in theme.words for length in range(2, len(word) + 1))


class Titled(Protocol):
    """Anything with a title."""

    @property
    def title(self) -> str: ...


def group_by_theme[Row: Titled](grids: Iterable[Row]) -> list[tuple[Theme, list[Row]]]:
    """The grids of each theme that has any, by title with OTHER last; those of a theme in their order."""
    found: dict[Theme, list[Row]] = defaultdict(list)
    for grid in grids:
        found[find_theme(grid.title)].append(grid)
    return sorted(found.items(), key=lambda pair: (pair[0] is OTHER, pair[0].title.lower()))
