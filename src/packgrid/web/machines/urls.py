from django.urls import path, re_path

from packgrid.web.machines import feeds, pictures, sitemaps, views

FORM = "(?P<form>rss|atom)/$"

urlpatterns = [
    re_path(rf"^feeds/packages/latest/{FORM}", feeds.feed(feeds.NewPackages), name="feed-latest"),
    re_path(rf"^feeds/changes/{FORM}", feeds.feed(feeds.AllChanges), name="feed-changes"),
    re_path(rf"^feeds/packages/(?P<slug>[-\w]+)/{FORM}", feeds.feed(feeds.PackageChanges), name="feed-package"),
    re_path(rf"^feeds/grids/(?P<slug>[-\w]+)/{FORM}", feeds.feed(feeds.GridChanges), name="feed-grid"),
    re_path(rf"^feeds/search/{FORM}", feeds.feed(feeds.SearchChanges), name="feed-search"),
    path("packages/p/<slug:slug>/opengraph/", pictures.package, name="package-picture"),
    path("grids/g/<slug:slug>/opengraph/", pictures.grid, name="grid-picture"),
    path("sitemap.xml", sitemaps.index, name="sitemaps"),
    path("sitemap-<slug:section>.xml", sitemaps.section, name="sitemap"),
    path("robots.txt", views.robots, name="robots"),
    path(".well-known/security.txt", views.security, name="security"),
    path("health/", views.health, name="health"),
    re_path(r"^favicon\.(?:svg|ico)$", views.Icon.as_view(), name="icon"),
]
