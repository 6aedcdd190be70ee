"""Redirects from addresses of Django Packages whose pages have moved; docs/routes.md gives the reason for each."""

from django.urls import path
from django.views.generic import RedirectView

REDIRECTS = {
    "faq/": "/about/",
    "acceptable-use/": "/terms/",
    "stack/": "/about/#stack",
    "funding/": "/about/#funding",
    "changelog/": "/changes/",
    "changelog/feeds/": "/feeds/changes/rss/",
    "changelog/feeds/rss/": "/feeds/changes/rss/",
    "changelog/feeds/atom/": "/feeds/changes/atom/",
    "changelog/<slug:slug>/": "/changes/",
    "packages/add/validate/": "/packages/add/",
    "packages/<slug:slug>/documentation/edit/": "/packages/%(slug)s/edit/",
    "packages/flag/<id:pk>/approve/": "/moderation/",
    "packages/flag/<id:pk>/remove/": "/moderation/",
    "grids/ajax_package_search/": "/search/suggestions/",
    "grids/ajax_grid_search/": "/search/suggestions/",
    "profiles/<str:name>/opengraph/": "/profiles/%(name)s/",
    "profiles/extra-field/add/": "/profiles/edit/",
    "profiles/extra-field/<id:pk>/edit/": "/profiles/edit/",
    "profiles/extra-field/<id:pk>/delete/": "/profiles/edit/",
    "auth/login/<str:host>/": "/login/",
    "auth/complete/<str:host>/": "/login/",
    "auth/disconnect/<str:host>/": "/account/3rdparty/",
    "api-auth/login/": "/login/",
    "api-auth/logout/": "/logout/",
}

urlpatterns = [
    path(old, RedirectView.as_view(url=new, permanent=True, query_string=True)) for old, new in REDIRECTS.items()
]
