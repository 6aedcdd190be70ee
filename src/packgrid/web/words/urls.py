from django.urls import path
from django.views.generic import RedirectView

from packgrid.web.words import views

urlpatterns = [
    *(path(f"{name}/", views.words, {"name": name}, name=name) for name in views.PAGES),
    *(path(f"{old}/", RedirectView.as_view(url=new, permanent=True)) for old, new in views.MOVED.items()),
]
