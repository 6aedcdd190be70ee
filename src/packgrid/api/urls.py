from django.urls import include, path

urlpatterns = [
    path("v4/", include("packgrid.api.v4.urls")),
]
