from django.urls import path

from packgrid.web.info_pages import views

urlpatterns = [
    *(path(f"{name}/", views.show_info_page, {"name": name}, name=name) for name in views.PAGES),
    path("help/api/", views.show_api_help, name="api_help"),
]
