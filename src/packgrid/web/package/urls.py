from django.urls import path
from django.views.generic import RedirectView

from packgrid.web.package import readme_pictures, share_views, views

urlpatterns = [
    path("packages/p/<slug:slug>/", views.show_package, name="package"),
    path("packages/p/<slug:slug>/support/", views.show_support, name="package-support"),
    path("packages/p/<slug:slug>/activity/", views.show_activity, name="package-activity"),
    path("packages/p/<slug:slug>/health/", views.show_health, name="package-health"),
    path("packages/p/<slug:slug>/rules/", RedirectView.as_view(pattern_name="package-health", permanent=True)),
    path("packages/p/<slug:slug>/facts/", views.show_facts, name="package-facts"),
    path(
        "packages/p/<slug:slug>/changes/",
        RedirectView.as_view(url="/packages/p/%(slug)s/activity/#changes", permanent=True),
    ),
    path("packages/p/<slug:slug>/share/", share_views.show_share, name="package-share"),
    path("packages/p/<slug:slug>/badge.svg", share_views.show_badge, name="package-badge"),
    path("packages/p/<slug:slug>/card/", share_views.show_card, name="package-card"),
    path("packages/<slug:slug>/versions/", views.show_releases, name="package-releases"),
    path("packages/<slug:slug>/fetch-data/", views.refresh_package, name="package-refresh"),
    path("readme-pictures/<slug:signature>/<slug:encoded>", readme_pictures.show_readme_picture, name="readme-picture"),
    path("packages/p/<str:name>/", views.redirect_to_spelling, name="package-spelling"),
    path("metrics/", views.show_metrics, name="metrics"),
    path("metrics/<slug:key>/", views.show_metric, name="metric"),
]
