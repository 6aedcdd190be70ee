"""No function, class, method or property that nothing in the product uses: what only tests use is dead, too.

Vulture reads the Python; what it cannot see is added here: names in templates, and classes that settings name in
strings. Fields, constants and attributes are left out, because Django, attrs and forms read most of them by name.
"""

import keyword
import re
import sys
from pathlib import Path

from vulture import Vulture

SOURCE = Path("src/packgrid")
KINDS = {"class", "function", "method", "property"}
NAME = re.compile(r"[A-Za-z_]\w*")
STRING = re.compile(r'"(packgrid[.\w]+)"')
TAG = re.compile(r"\{[{%].*?[%}]\}")
TEMPLATES = ("*.html", "*.txt", "*.xml")

DECORATORS = ["@receiver", "@admin.*", "@register.*", "@*.register", "@app.*", "@shows"]
"""What these decorate is called by whom it is registered with."""

BY_FRAMEWORKS = [
    "Meta", "*Admin", "has_*_permission", "get_queryset", "get_object", "get_redirect_url", "retrieve", "clean_*",
    "bound_data", "prepare_value", "get_internal_type", "get_prep_value", "from_db_value", "item_*", "lastmod",
    "get_latest_lastmod", "create_compressor", "write_message", "database_forwards", "database_backwards",
    "state_forwards", "describe", "to_url", "touch", "process_exception",
]  # fmt: skip
"""Methods that Django, its admin, forms, fields, feeds, sitemaps and caches, REST framework and WhiteNoise call."""

BY_LIBRARIES = [
    "is_open_for_signup", "get_email_confirmation_url", "get_reset_password_from_key_url", "send_mail",
    "generate_authenticator_name", "_get_site_name", "_get_login_attempts_cache_key", "_authenticate",  # django-allauth
    "list_commands", "get_command", "format_commands", "parse_args", "convert",  # click
    "handle_starttag", "handle_endtag", "handle_data",  # html.parser
]  # fmt: skip

FOR_TESTS = [
    "render_settings_page",  # docs/settings.md is compared with it
    "unregister",  # a test takes away the projection that it made
]


def find_names() -> set[str]:
    """The names in templates, and in strings that lead to our own modules."""
    templates = [path.read_text() for pattern in TEMPLATES for path in SOURCE.rglob(pattern)]
    strings = [string for path in SOURCE.rglob("*.py") for string in STRING.findall(path.read_text())]
    return set(NAME.findall("\n".join([*TAG.findall("\n".join(templates)), *strings]))) - set(keyword.kwlist)


def main() -> None:
    """Print what nothing uses; the exit code is 1 if there is any."""
    vulture = Vulture(ignore_names=[*BY_FRAMEWORKS, *BY_LIBRARIES, *FOR_TESTS], ignore_decorators=DECORATORS)
    vulture.scavenge([str(SOURCE)])
    vulture.scan("\n".join(f"_.{name}\n{name}" for name in sorted(find_names())), filename="names.py")
    unused = [item for item in vulture.get_unused_code() if item.typ in KINDS and not is_left_out(item.filename)]
    for item in unused:
        place = f"{item.filename.relative_to(Path.cwd())}:{item.first_lineno}"
        print(f"{place}: {item.typ} {item.name} is used by nothing, but perhaps by tests")
    sys.exit(bool(unused))


def is_left_out(path: Path) -> bool:
    """Whether Django finds what is in a module by itself."""
    return "migrations" in path.parts or path.name in {"admin.py", "apps.py"}


main()
