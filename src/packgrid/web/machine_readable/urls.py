from django.urls import path, re_path

from packgrid.web.machine_readable import feeds, pictures, sitemaps, views

FORM = "(?P<form>rss|atom)/$"

urlpatterns = [
    re_path(rf"^feeds/packages/latest/{FORM}", feeds.make_feed_view(feeds.NewPackages), name="feed-latest"),
    re_path(rf"^feeds/changes/{FORM}", feeds.make_feed_view(feeds.AllChanges), name="feed-changes"),
    re_path(
        rf"^feeds/packages/(?P<slug>[-\w]+)/{FORM}", feeds.make_feed_view(feeds.PackageChanges), name="feed-package"
    ),
    re_path(rf"^feeds/grids/(?P<slug>[-\w]+)/{FORM}", feeds.make_feed_view(feeds.GridChanges), name="feed-grid"),
    re_path(rf"^feeds/search/{FORM}", feeds.make_feed_view(feeds.SearchChanges), name="feed-search"),
    path("packages/p/<slug:slug>/opengraph/", pictures.show_package_picture, name="package-picture"),
    path("grids/g/<slug:slug>/opengraph/", pictures.show_grid_picture, name="grid-picture"),
    path("sitemap.xml", sitemaps.show_index, name="sitemaps"),
    path("sitemap-<slug:section>.xml", sitemaps.show_section, name="sitemap"),
    path("robots.txt", views.robots, name="robots"),
    path(".well-known/security.txt", views.security, name="security"),
    path("health/", views.health, name="health"),
    re_path(r"^favicon\.(?:svg|ico)$", views.IconRedirect.as_view(), name="icon"),
]
