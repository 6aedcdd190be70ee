from django.urls import path

from packgrid.web.compare import views

urlpatterns = [
    path("grids/g/<slug:slug>/", views.grid, name="grid"),
]
