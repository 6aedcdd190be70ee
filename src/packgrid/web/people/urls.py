"""Addresses of people's pages; most are as old as their links."""

from collections.abc import Iterable

from allauth.account import views as allauth
from django.conf import settings
from django.urls import URLResolver, include, path

from packgrid.web.people import clicks, maintaining, moderation, profiles, reports, sessions, watching

ON, OFF = {"verb": "add"}, {"verb": "remove"}
USAGE, FAVORITE, WATCH = {"kind": "usage"}, {"kind": "favorite"}, {"kind": "watch"}


def provider_routes(configured: Iterable[str]) -> list[URLResolver]:
    """Sign-in with these providers and the addresses that they call back to; without keys they could only fail."""
    return [path("account/", include(f"allauth.socialaccount.providers.{provider}.urls")) for provider in configured]


urlpatterns = [
    path("account/", include("allauth.account.urls")),
    path("account/2fa/", include("allauth.mfa.urls")),
    path("account/3rdparty/", include("allauth.socialaccount.urls")),
    path("account/sessions/", sessions.show_sessions, name="sessions"),
    *provider_routes(settings.SOCIALACCOUNT_PROVIDERS),
    # These two are the ones that `reverse` gives: Django takes the last of a name.
    path("login/", allauth.login, name="account_login"),
    path("logout/", allauth.logout, name="account_logout"),
    path("profiles/edit/", profiles.edit, name="edit_profile"),
    path("profiles/delete/", profiles.delete, name="delete_account"),
    path("profiles/<str:name>/", profiles.profile, name="profile"),
    path("profiles/<str:name>/favorites/", profiles.favorites, name="favorites"),
    path("profiles/<str:name>/contributed/", profiles.contributed, name="contributed"),
    path("packages/usage/<slug:slug>/add/", clicks.by_slug, USAGE | ON, name="add_usage"),
    path("packages/usage/<slug:slug>/remove/", clicks.by_slug, USAGE | OFF, name="remove_usage"),
    path("favorites/add/<id:pk>/", clicks.by_id, FAVORITE | ON, name="add_favorite"),
    path("favorites/remove/<id:pk>/", clicks.by_id, FAVORITE | OFF, name="remove_favorite"),
    path("packages/<slug:slug>/watch/add/", clicks.by_slug, WATCH | ON, name="watch_package"),
    path("packages/<slug:slug>/watch/remove/", clicks.by_slug, WATCH | OFF, name="unwatch_package"),
    path("packages/<slug:slug>/flag/", reports.flag, name="flag"),
    path("packages/<slug:slug>/example/add/", reports.add_example, name="add_example"),
    path("packages/<slug:slug>/example/<id:pk>/edit/", reports.edit_example, name="edit_example"),
    path("packages/<slug:slug>/example/<id:pk>/delete/", reports.delete_example, name="delete_example"),
    path("packages/p/<slug:slug>/maintain/", maintaining.maintain, name="maintain"),
    path("flags/<id:pk>/answer/", maintaining.answer_flag, name="answer_flag"),
    path("grids/answer/<slug:slug>/<id:package_id>/<id:feature_id>/", maintaining.answer_cell, name="answer_cell"),
    path("grids/<slug:slug>/watch/add/", clicks.grid, ON, name="watch_grid"),
    path("grids/<slug:slug>/watch/remove/", clicks.grid, OFF, name="unwatch_grid"),
    path("grids/<slug:slug>/seen/", clicks.grid, {"verb": "seen"}, name="grid_seen"),
    path("watching/", watching.page, name="watching"),
    path("watching/seen/", watching.seen, name="watching_seen"),
    path("watching/settings/", watching.settings_of, name="watching_settings"),
    path("watching/search/add/", watching.text, ON, name="watch_text"),
    path("watching/search/remove/", watching.text, OFF, name="unwatch_text"),
    path("watching/feed/<slug:token>.atom", watching.feed, name="watching_feed"),
    path("moderation/", moderation.queue, name="moderation"),
    path("moderation/log/", moderation.log, name="moderation_log"),
    path("moderation/<str:subject>/<id:pk>/", moderation.decide, name="moderate"),
]
