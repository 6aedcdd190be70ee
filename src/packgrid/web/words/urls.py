from django.urls import path

from packgrid.web.words import views

urlpatterns = [path(f"{name}/", views.words, {"name": name}, name=name) for name in views.PAGES]
