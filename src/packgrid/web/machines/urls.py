from django.urls import path, re_path

from packgrid.web.machines import views

urlpatterns = [
    path("robots.txt", views.robots, name="robots"),
    re_path(r"^favicon\.(?:svg|ico)$", views.Icon.as_view(), name="icon"),
]
