"""The policy of pages that other sites may frame: as strict as everywhere, but for who may frame them; no forms."""

from collections.abc import Mapping, Sequence

from django.utils.csp import CSP

FRAMED: Mapping[str, Sequence[str]] = {
    "default-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "object-src": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "frame-ancestors": ["*"],
    "form-action": [CSP.NONE],
}
