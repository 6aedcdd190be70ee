"""The url table: programs below /api/, staff below /admin/, people everywhere else."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("api/", include("packgrid.api.urls")),
    path("admin/", admin.site.urls),
    path("", include("packgrid.web.urls")),
]

handler400 = "packgrid.config.errors.bad_request"
handler403 = "packgrid.config.errors.forbidden"
handler404 = "packgrid.config.errors.not_found"
handler500 = "packgrid.config.errors.server_error"
