from django.urls import path

from packgrid.web.compare import views

urlpatterns = [
    path("grids/g/<slug:slug>/", views.grid, name="grid"),
    path("grids/g/<slug:slug>/embed/", views.grid_embed, name="grid-embed"),
    path("grids/g/<slug:slug>/packages/", views.grid_packages, name="grid-packages"),
    path("grids/g/<slug:slug>/timesheet/", views.timesheet, name="timesheet"),
    path("compare/", views.compare, name="compare"),
    path("compare/embed/", views.compare_embed, name="compare-embed"),
]
