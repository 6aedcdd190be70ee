"""The catalogue behind contract.py, as API v4 writes it: one real package, and invented ones around it."""

from typing import Any

API = "https://djangopackages.org/api/v4"
PACKAGE_COUNT, GRID_COUNT = 300, 60
FLATBLOCKS_GRID = [154, 213, 200, 130, 245, 193, 285, 265, 277, 231, 109, 235, 296, 261]


def links(kind: str, *ids: int) -> list[str]:
    """The addresses of documents."""
    return [f"{API}/{kind}/{pk}/" for pk in ids]


def package(pk: int, slug: str, category: int, **values: Any) -> dict[str, Any]:
    """An invented package, its keys in the order of the API."""
    return {
        "category": f"{API}/categories/{category}/",
        "grids": [],
        "id": pk,
        "title": slug,
        "slug": slug,
        "last_updated": "2025-08-26T11:22:11.000250-04:00",
        "last_fetched": "2026-11-20T03:04:05-05:00",
        "repo_url": f"https://github.com/ada/{slug}",
        "pypi_version": "1.2.3",
        "created": "2019-12-19T07:30:13.667000-05:00",
        "modified": "2026-06-03T12:58:08.629351-04:00",
        "repo_forks": 3,
        "repo_description": f"Invented: {slug}",
        "pypi_url": f"https://pypi.example/project/{slug}/",
        "documentation_url": "",
        "repo_watchers": 33,
        "commits_over_52": [0] * 52,
        "participants": ["ada", "bob-2", "eve_3"],
    } | values


def grid(pk: int, title: str, *packages: int, **values: Any) -> dict[str, Any]:
    """A grid, its keys in the order of the API."""
    return {
        "id": pk,
        "title": title,
        "slug": title.lower().replace(" ", "-"),
        "description": f"Invented: {title}.\nTwo lines, one with an address: https://grids.example/",
        "is_locked": False,
        "packages": links("packages", *packages),
        "header": False,
        "created": "2022-08-05T01:39:07.238660-04:00",
        "modified": "2026-06-08T07:34:15.231683-04:00",
    } | values


def category(pk: int, slug: str, title: str, description: str) -> dict[str, Any]:
    """A category, its keys in the order of the API."""
    return {
        "id": pk,
        "title": title,
        "slug": slug,
        "description": description,
        "title_plural": f"{title}s",
        "show_pypi": True,
        "created": f"2026-11-23T16:31:14.48090{pk}-05:00",
        "modified": f"2026-11-23T16:31:14.48100{pk}-05:00",
    }


PACKAGES = {
    265: {
        "category": f"{API}/categories/1/",
        "grids": links("grids", 48),
        "id": 265,
        "title": "django-flatblocks",
        "slug": "django-flatblocks",
        "last_updated": "2022-02-15T16:47:58-05:00",
        "last_fetched": "2026-02-15T19:07:25.175315-05:00",
        "repo_url": "https://github.com/jazzband/django-flatblocks",
        "pypi_version": "1.0.0",
        "created": "2010-09-12T22:24:14.351985-04:00",
        "modified": "2026-01-28T14:45:08.570748-05:00",
        "repo_forks": 32,
        "repo_description": (
            'django-chunks + headerfield + variable chunknames + "inclusion tag" == django-flatblocks'
        ),
        "pypi_url": "http://pypi.python.org/pypi/django-flatblocks",
        "documentation_url": None,
        "repo_watchers": 84,
        "commits_over_52": [0] * 52,
        "participants": [
            "zerok",
            "funkybob",
            "martey",
            "jezdez",
            "kmike",
            "ipmb",
            "uggedal",
            "sir-sigurd",
            "woochica",
            "bashu",
            "craiga",
            "ad-m",
            "aleksihakli",
            "svetlyak40wt",
            "lorddaedra",
            "zodman",
            "ebrelsford",
            "hheimbuerger",
            "euphoria",
            "petebrowne",
            "Psycojoker",
            "koirikivi",
            "artofhuman",
            "stephrdev",
            "wjurkowlaniec",
            "jazzband-bot",
            "howiworkdaily",
        ],
    },
    297: package(297, "wagtail-drawers", 4, repo_forks=0, documentation_url="https://wagtail-drawers.example/"),
    298: package(298, "dj-lanterns", 1, repo_url="https://gitlab.com/bob/dj-lanterns", documentation_url=None),
    299: package(299, "django-kettles", 1, commits_over_52=[*range(51), 12_345], participants=["ned"]),
    300: package(300, "drf-umbrellas", 6, repo_watchers=40_321, pypi_version="4.0.14rc1"),
}
GRIDS = {
    48: grid(48, "Content Blocks", *FLATBLOCKS_GRID),
    57: grid(57, "Kettles And Pans", 211, 43, 187, 12, is_locked=True, header=True),
    58: grid(58, "Lamps", 205, 7, description=""),
}
CATEGORIES = {
    1: category(1, "apps", "App", "What a site is built from."),
    2: category(2, "frameworks", "Framework", "What many things are built with."),
    3: category(3, "other", "Other", "Everything else, “quoted” & <marked>."),
    4: category(4, "projects", "Project", "Whole sites to start from."),
    5: category(5, "themes", "Theme", "Looks."),
    6: category(6, "tools", "Tool", "For developers."),
    7: category(7, "middlewares", "Middleware", "Between request and answer."),
    8: category(8, "template-tags", "Template tag", ""),
}
SEARCH_RESULT = {
    "description": PACKAGES[265]["repo_description"],
    "title": "django-flatblocks",
    "title_no_prefix": "django-flatblocks",
    "slug_no_prefix": "django-flatblocks",
    "clean_title": "django-flatblocks",
    "absolute_url": "/packages/p/django-flatblocks/",
    "created": "2026-11-23T16:32:23.611193-05:00",
    "modified": "2026-11-23T16:32:23.613396-05:00",
    "weight": 53,
    "item_type": "package",
    "slug": "django-flatblocks",
    "category": "App",
    "repo_watchers": 84,
    "repo_forks": 32,
    "pypi_downloads": 5200,
    "score": -75,
    "usage": 0,
    "participants": ",".join(PACKAGES[265]["participants"]),
    "last_committed": "2022-02-15T16:47:58-05:00",
    "last_released": "2025-03-08T05:00:42.071906-05:00",
}
