"""Addresses of people's pages; most are as old as their links."""

from collections.abc import Iterable

from allauth.account import views as allauth
from allauth.mfa.recovery_codes.views import download_recovery_codes as save_codes
from allauth.mfa.recovery_codes.views import view_recovery_codes as show_codes
from django.conf import settings
from django.urls import URLResolver, include, path

from packgrid.web.people import (
    clicks,
    duplicate_pages,
    grid_merge_pages,
    maintainer_pages,
    moderation_pages,
    profile_pages,
    reports,
    sessions,
    watchlist_pages,
)
from packgrid.web.people.page_guards import reauthenticated_only
from packgrid.web.people.sign_up_pages import ProviderSignUpView, SignUpView

ON, OFF = {"verb": "add"}, {"verb": "remove"}
USAGE, FAVORITE, WATCH = {"kind": "usage"}, {"kind": "favorite"}, {"kind": "watch"}


def provider_routes(configured: Iterable[str]) -> list[URLResolver]:
    """Sign-in with these providers and the addresses that they call back to; without keys they could only fail."""
    return [path("account/", include(f"allauth.socialaccount.providers.{provider}.urls")) for provider in configured]


urlpatterns = [
    # Ours stand before allauth's of the same address.
    path("account/signup/", SignUpView.as_view(), name="account_signup"),
    path("account/3rdparty/signup/", ProviderSignUpView.as_view(), name="socialaccount_signup"),
    path("account/password/set/", reauthenticated_only(allauth.password_set), name="account_set_password"),
    path("account/2fa/recovery-codes/", reauthenticated_only(show_codes), name="mfa_view_recovery_codes"),
    path("account/2fa/recovery-codes/download/", reauthenticated_only(save_codes), name="mfa_download_recovery_codes"),
    path("account/", include("allauth.account.urls")),
    path("account/2fa/", include("allauth.mfa.urls")),
    path("account/3rdparty/", include("allauth.socialaccount.urls")),
    path("account/sessions/", sessions.show_sessions, name="sessions"),
    *provider_routes(settings.SOCIALACCOUNT_PROVIDERS),
    # These two are the ones that `reverse` gives: Django takes the last of a name.
    path("login/", allauth.login, name="account_login"),
    path("logout/", allauth.logout, name="account_logout"),
    path("profiles/edit/", profile_pages.edit_profile, name="edit_profile"),
    path("profiles/delete/", profile_pages.delete_own_account, name="delete_account"),
    path("profiles/<str:name>/", profile_pages.show_profile, name="profile"),
    path("profiles/<str:name>/favorites/", profile_pages.list_favorites, name="favorites"),
    path("profiles/<str:name>/contributed/", profile_pages.list_contributed, name="contributed"),
    path("packages/usage/<slug:slug>/add/", clicks.click_package_by_slug, USAGE | ON, name="add_usage"),
    path("packages/usage/<slug:slug>/remove/", clicks.click_package_by_slug, USAGE | OFF, name="remove_usage"),
    path("favorites/add/<id:pk>/", clicks.click_package_by_id, FAVORITE | ON, name="add_favorite"),
    path("favorites/remove/<id:pk>/", clicks.click_package_by_id, FAVORITE | OFF, name="remove_favorite"),
    path("packages/<slug:slug>/watch/add/", clicks.click_package_by_slug, WATCH | ON, name="watch_package"),
    path("packages/<slug:slug>/watch/remove/", clicks.click_package_by_slug, WATCH | OFF, name="unwatch_package"),
    path("packages/<slug:slug>/flag/", reports.flag_package, name="flag"),
    path("packages/<slug:slug>/example/add/", reports.add_example, name="add_example"),
    path("packages/<slug:slug>/example/<id:pk>/edit/", reports.edit_example, name="edit_example"),
    path("packages/<slug:slug>/example/<id:pk>/delete/", reports.delete_example, name="delete_example"),
    path("packages/p/<slug:slug>/maintain/", maintainer_pages.maintain_package, name="maintain"),
    path("packages/p/<slug:slug>/contest/", maintainer_pages.contest_verdict, name="contest_verdict"),
    path("flags/<id:pk>/answer/", maintainer_pages.answer_flag, name="answer_flag"),
    path("grids/answer/<slug:slug>/<id:package_id>/<id:feature_id>/", maintainer_pages.answer_cell, name="answer_cell"),
    path("grids/<slug:slug>/merge/", grid_merge_pages.choose_grid_merge, name="choose_grid_merge"),
    path("grids/<slug:slug>/merge/<slug:grid_slug>/", grid_merge_pages.merge_grids_page, name="merge_grids"),
    path("grids/<slug:slug>/watch/add/", clicks.click_grid, ON, name="watch_grid"),
    path("grids/<slug:slug>/watch/remove/", clicks.click_grid, OFF, name="unwatch_grid"),
    path("grids/<slug:slug>/seen/", clicks.click_grid, {"verb": "seen"}, name="grid_seen"),
    path("watching/", watchlist_pages.show_watchlist, name="watching"),
    path("watching/seen/", watchlist_pages.mark_changes_seen, name="watching_seen"),
    path("watching/settings/", watchlist_pages.change_settings, name="watching_settings"),
    path("watching/search/add/", watchlist_pages.watch_search, ON, name="watch_text"),
    path("watching/search/remove/", watchlist_pages.watch_search, OFF, name="unwatch_text"),
    path("watching/feed/<slug:token>.atom", watchlist_pages.private_feed, name="watching_feed"),
    path("moderation/", moderation_pages.moderation_queue, name="moderation"),
    path("moderation/duplicates/", duplicate_pages.likely_duplicates, name="duplicates"),
    path("moderation/duplicates/<id:source_id>/<id:target_id>/", duplicate_pages.merge_page, name="merge_packages"),
    path(
        "moderation/duplicates/<id:source_id>/<id:target_id>/distinct/",
        duplicate_pages.mark_as_distinct,
        name="mark_distinct",
    ),
    path("moderation/log/", moderation_pages.moderation_log, name="moderation_log"),
    path("moderation/<str:subject>/<id:pk>/", moderation_pages.decide_on, name="moderate"),
]
