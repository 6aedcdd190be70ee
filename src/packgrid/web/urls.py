"""The old system's addresses: links of a decade go on working. Each folder names its own."""

from packgrid.web.compare.urls import urlpatterns as compare
from packgrid.web.lists.urls import urlpatterns as lists
from packgrid.web.machines.urls import urlpatterns as machines
from packgrid.web.package.urls import urlpatterns as package
from packgrid.web.people.urls import urlpatterns as people

urlpatterns = [*lists, *package, *compare, *people, *machines]
