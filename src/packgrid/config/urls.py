"""The url table: programs below /api/, staff below /admin/, people everywhere else."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView

# Staff sign in where everybody does: with the same limits, and with passkeys; they change their password there, too.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]

urlpatterns = [
    path("api/", include("packgrid.api.urls")),
    path("admin/password_change/", RedirectView.as_view(pattern_name="account_change_password")),
    path("admin/", admin.site.urls),
    path("", include("packgrid.web.urls")),
]

handler400 = "packgrid.config.errors.render_bad_request"
handler403 = "packgrid.config.errors.render_forbidden"
handler404 = "packgrid.config.errors.render_not_found"
handler500 = "packgrid.config.errors.render_server_error"
handler429 = "packgrid.config.errors.render_too_many_requests"  # allauth looks for it here
