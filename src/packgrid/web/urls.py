"""The addresses of all pages. They are those of Django Packages, so that old links work."""

from packgrid.web.compare.urls import urlpatterns as compare
from packgrid.web.editing.urls import urlpatterns as editing
from packgrid.web.info_pages.urls import urlpatterns as info_pages
from packgrid.web.legacy_redirects import urlpatterns as legacy_redirects
from packgrid.web.lists.urls import urlpatterns as lists
from packgrid.web.machine_readable.urls import urlpatterns as machine_readable
from packgrid.web.package.urls import urlpatterns as package
from packgrid.web.people.urls import urlpatterns as people

urlpatterns = [*legacy_redirects, *lists, *editing, *package, *compare, *people, *machine_readable, *info_pages]
