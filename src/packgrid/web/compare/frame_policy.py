"""The content security policy of pages that any site may frame; they have no forms."""

from collections.abc import Mapping, Sequence

from django.utils.csp import CSP

FRAME_POLICY: Mapping[str, Sequence[str]] = {
    "default-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "object-src": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "frame-ancestors": ["*"],
    "form-action": [CSP.NONE],
}
