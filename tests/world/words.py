"""What made-up projects are called, say and declare."""

from datetime import date

QUALITIES = (
    "async", "atomic", "audited", "basic", "bright", "bulk", "cached", "calm", "classic", "clean", "clever",
    "cloud", "common", "daily", "deep", "direct", "dynamic", "easy", "fast", "filtered", "flat", "fluent",
    "friendly", "generic", "global", "guarded", "happy", "hidden", "inline", "late", "lazy", "light", "linked",
    "lively", "local", "mobile", "modern", "multi", "nested", "open", "paged", "plain", "polite", "public", "quick",
    "quiet", "rapid", "ready", "remote", "safe", "scoped", "secure", "shared", "sharp", "signed", "silent",
    "simple", "smart", "soft", "solid", "static", "steady", "strict", "super", "swift", "tagged", "tidy", "tiny",
    "typed", "unified", "vivid", "wise",
)  # fmt: skip
THINGS = (
    "accounts", "admin", "alerts", "archive", "auth", "badges", "basket", "blocks", "blog", "bookmarks", "cache",
    "calendar", "captcha", "cards", "catalogue", "charts", "chat", "choices", "comments", "contacts", "countries",
    "crontab", "dashboard", "deploy", "drafts", "editor", "emails", "events", "exports", "facets", "feeds",
    "fields", "files", "filters", "fixtures", "flags", "forms", "forum", "gallery", "geo", "graph", "groups",
    "health", "helpdesk", "history", "imports", "inbox", "invoices", "jobs", "labels", "ledger", "likes", "locks",
    "mailer", "maps", "markup", "media", "menus", "metrics", "models", "money", "navigation", "news", "notes",
    "orders", "pages", "payments", "permissions", "phones", "polls", "profiles", "queries", "queues", "quotas",
    "ratings", "registry", "reports", "roles", "rules", "schema", "search", "sessions", "settings", "shop",
    "signals", "sitemaps", "sms", "storage", "streams", "surveys", "tables", "tags", "tasks", "tenants", "themes",
    "tickets", "tokens", "tours", "translations", "uploads", "urls", "users", "vault", "versions", "voting",
    "webhooks", "widgets", "wizard", "workflow",
)  # fmt: skip
FIRST_NAMES = (
    "Ada", "Amara", "Anya", "Bela", "Chen", "Dara", "Elif", "Emeka", "Farid", "Gita", "Hana", "Ines", "Ivo",
    "Jonas", "Kofi", "Lena", "Mats", "Mei", "Nadia", "Noor", "Olga", "Pablo", "Quynh", "Rafael", "Sana", "Tomas",
    "Uma", "Vera", "Wanja", "Xenia", "Yusuf", "Zoë",
)  # fmt: skip
LAST_NAMES = (
    "Abara", "Bakker", "Castillo", "Dvořák", "Eriksen", "Fontaine", "García", "Haddad", "Ito", "Jansen", "Kowalski",
    "Lindqvist", "Mbeki", "Novak", "Okafor", "Petrov", "Quint", "Rossi", "Schäfer", "Tanaka", "Ueda", "Varga",
    "Weiß", "Xu", "Yilmaz", "Zhou",
)  # fmt: skip
SENTENCES = (
    "It works with the ORM as it is and adds no tables of its own.",
    "Add it to INSTALLED_APPS and run the migrations.",
    "Each setting has a default that suits most sites.",
    "The templates are plain and meant to be replaced.",
    "Signals are sent before and after every change.",
    "The admin is covered, including inlines and actions.",
    "Queries are counted in the tests, so pages stay fast.",
    "Translations are welcome; eleven languages are complete.",
    "Old versions are kept working for as long as Django supports them.",
    "Bug reports with a failing test are mended first.",
    "No JavaScript is needed, although a little makes it nicer.",
    "Permissions are checked on each object, not only on each model.",
)
BOTS = ("dependabot[bot]", "pre-commit-ci[bot]", "github-actions[bot]", "pyup-bot")

# When each version came out, so that a release declares those of its day.
PYTHONS = {
    "2.7": date(2010, 7, 3), "3.4": date(2014, 3, 16), "3.5": date(2015, 9, 13), "3.6": date(2016, 12, 23),
    "3.7": date(2018, 6, 27), "3.8": date(2019, 10, 14), "3.9": date(2020, 10, 5), "3.10": date(2021, 10, 4),
    "3.11": date(2022, 10, 24), "3.12": date(2023, 10, 2), "3.13": date(2024, 10, 7), "3.14": date(2025, 10, 7),
}  # fmt: skip
DJANGOS = {
    "1.4": date(2012, 3, 23), "1.8": date(2015, 4, 1), "1.11": date(2017, 4, 4), "2.2": date(2019, 4, 1),
    "3.2": date(2021, 4, 6), "4.0": date(2021, 12, 7), "4.1": date(2022, 8, 3), "4.2": date(2023, 4, 3),
    "5.0": date(2023, 12, 4), "5.1": date(2024, 8, 7), "5.2": date(2025, 4, 2), "6.0": date(2025, 12, 3),
}  # fmt: skip
STATUSES = ("1 - Planning", "2 - Pre-Alpha", "3 - Alpha", "4 - Beta", "5 - Production/Stable", "7 - Inactive")
TOPICS = ("Internet :: WWW/HTTP", "Software Development :: Libraries :: Python Modules", "Utilities")
