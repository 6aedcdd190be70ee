from django.urls import path

from packgrid.web.package import views

urlpatterns = [
    path("packages/p/<slug:slug>/", views.package, name="package"),
]
