from datetime import UTC, datetime

from history.rows import make_package
from packgrid.history.models import Change, Kind


def test_staff_can_read_what_happened_and_change_nothing(admin_client):
    at = datetime(2026, 1, 1, tzinfo=UTC)
    package = make_package("django-a")
    happened = Change.objects.create(package=package, kind=Kind.YANKED, subject="1.0", at=at, source="pypi")
    page = admin_client.get("/admin/history/change/").text
    assert "django-a" in page
    assert "yanked" in page
    assert "Delete" not in admin_client.get(f"/admin/history/change/{happened.pk}/change/").text
    assert admin_client.get("/admin/history/change/add/").status_code == 403
    assert admin_client.post(f"/admin/history/change/{happened.pk}/change/", {"source": "me"}).status_code == 403
