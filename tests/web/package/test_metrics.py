"""The pages that say what figures mean."""

import re

import pytest
from django.test import Client

from packgrid.web.package.metric_pages import find_pages
from web.test_pages import opened

KEYS = ("", *(f"{key}/" for key in sorted(find_pages())))


@pytest.mark.django_db
@pytest.mark.parametrize("key", KEYS)
def test_every_page_is_served_and_its_links_lead_somewhere(key):
    html = opened(Client(), f"/metrics/{key}")
    main = html[html.index("<main") : html.index("</main>")]
    assert '.md"' not in main
    for path in re.findall(r'href="/metrics/([\w-]*/?)', main):
        assert path in KEYS


@pytest.mark.django_db
def test_another_is_not_there():
    opened(Client(), "/metrics/README/", status=404)
    opened(Client(), "/metrics/nothing/", status=404)
