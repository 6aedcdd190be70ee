from django.urls import path

from packgrid.web.lists import search_views, views

urlpatterns = [
    path("", views.home, name="home"),
    path("packages/", views.packages, name="packages"),
    path("categories/", views.home),
    path("categories/<slug:slug>/", views.category, name="category"),
    path("grids/", views.grids, name="grids"),
    path("search/", search_views.search, name="search"),
    path("search/suggestions/", search_views.suggestions, name="suggestions"),
    path("search/opensearch/description/", search_views.opensearch_description, name="opensearch"),
    path("search/opensearch/suggestions/", search_views.opensearch_suggestions),
]
