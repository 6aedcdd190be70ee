from django.urls import path

from packgrid.web.lists import search_views, stack_views, statistics_views, views

urlpatterns = [
    path("", views.home, name="home"),
    path("packages/", views.packages, name="packages"),
    path("packages/latest/", views.latest, name="latest"),
    path("packages/liked/", views.liked, name="liked"),
    path("categories/", views.home),
    path("categories/<slug:slug>/", views.category, name="category"),
    path("grids/", views.grids, name="grids"),
    path("changes/", views.changes, name="changes"),
    path("readiness/", statistics_views.show_readiness_index, name="readiness"),
    path("readiness/<slug:name>/", statistics_views.show_framework_readiness, name="readiness-framework"),
    path("readiness/<slug:name>/<str:version>/", statistics_views.show_readiness, name="readiness-of"),
    path("open/", statistics_views.show_statistics, name="statistics"),
    path("my-stack/", stack_views.show_stack, name="my-stack"),
    path("search/", search_views.search, name="search"),
    path("search/suggestions/", search_views.suggestions, name="suggestions"),
    path("search/opensearch/description/", search_views.opensearch_description, name="opensearch"),
    path("search/opensearch/suggestions/", search_views.opensearch_suggestions),
]
