"""The addresses of all pages. They are those of Django Packages, so that old links work."""

from packgrid.web.compare.urls import urlpatterns as compare
from packgrid.web.editing.urls import urlpatterns as editing
from packgrid.web.legacy_redirects import urlpatterns as legacy_redirects
from packgrid.web.lists.urls import urlpatterns as lists
from packgrid.web.machines.urls import urlpatterns as machines
from packgrid.web.package.urls import urlpatterns as package
from packgrid.web.people.urls import urlpatterns as people
from packgrid.web.words.urls import urlpatterns as words

urlpatterns = [*legacy_redirects, *lists, *editing, *package, *compare, *people, *machines, *words]
