"""The data of a package page for programs: schema.org's SoftwareSourceCode as JSON-LD."""

import json

from django.utils.safestring import SafeString, mark_safe

from packgrid.web import addresses
from packgrid.web.package.page import PackagePage

# So that no text can end the script element.
ESCAPED = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&"}


def render_json_ld(shown: PackagePage, page_url: str) -> SafeString:
    """The JSON-LD for the head of the page, escaped so that no text can end its element."""
    package, facts = shown.package, shown.facts
    data = {
        "@context": "https://schema.org",
        "@type": "SoftwareSourceCode",
        "name": package.title,
        "url": page_url,
        "description": shown.description,
        "codeRepository": package.repo_url if addresses.is_web_url(package.repo_url) else "",
        "version": facts.version,
        "license": [part.url for part in shown.licences if part.url],
        "programmingLanguage": "Python",
        "dateModified": facts.released_at.date().isoformat() if facts.released_at else None,
    }
    known = {name: value for name, value in data.items() if value}
    return mark_safe(json.dumps(known, ensure_ascii=False).translate(ESCAPED))  # noqa: S308 signs with a meaning are escaped
