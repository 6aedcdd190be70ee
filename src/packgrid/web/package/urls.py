from django.urls import path
from django.views.generic import RedirectView

from packgrid.web.package import sharing, views

urlpatterns = [
    path("packages/p/<slug:slug>/", views.package, name="package"),
    path("packages/p/<slug:slug>/support/", views.support, name="package-support"),
    path("packages/p/<slug:slug>/activity/", views.activity, name="package-activity"),
    path("packages/p/<slug:slug>/health/", views.health, name="package-health"),
    path("packages/p/<slug:slug>/rules/", RedirectView.as_view(pattern_name="package-health", permanent=True)),
    path("packages/p/<slug:slug>/facts/", views.facts, name="package-facts"),
    path("packages/p/<slug:slug>/changes/", views.changes, name="package-changes"),
    path("packages/p/<slug:slug>/share/", sharing.share, name="package-share"),
    path("packages/p/<slug:slug>/badge.svg", sharing.badge, name="package-badge"),
    path("packages/p/<slug:slug>/card/", sharing.card, name="package-card"),
    path("packages/<slug:slug>/versions/", views.releases, name="package-releases"),
    path("packages/<slug:slug>/fetch-data/", views.refresh, name="package-refresh"),
    path("metrics/", views.metrics, name="metrics"),
    path("metrics/<slug:key>/", views.metric, name="metric"),
]
