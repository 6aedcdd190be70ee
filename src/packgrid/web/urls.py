"""The old system's addresses: links of a decade go on working."""

from django.urls import path, re_path

from packgrid.web import search_views, views

urlpatterns = [
    path("", views.home, name="home"),
    path("packages/", views.packages, name="packages"),
    path("packages/p/<slug:slug>/", views.package, name="package"),
    path("categories/", views.home),
    path("categories/<slug:slug>/", views.category, name="category"),
    path("grids/", views.grids, name="grids"),
    path("grids/g/<slug:slug>/", views.grid, name="grid"),
    path("search/", search_views.search, name="search"),
    path("search/suggestions/", search_views.suggestions, name="suggestions"),
    path("search/opensearch/description/", search_views.opensearch_description, name="opensearch"),
    path("search/opensearch/suggestions/", search_views.opensearch_suggestions),
    path("robots.txt", views.robots, name="robots"),
    re_path(r"^favicon\.(?:svg|ico)$", views.Icon.as_view(), name="icon"),
]
