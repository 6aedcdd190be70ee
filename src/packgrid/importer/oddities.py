"""What was loaded but is odd: nobody should have to wonder whether it was overlooked."""

from collections.abc import Iterable, Sequence
from itertools import batched

from packgrid.catalogue.models import Package
from packgrid.catalogue.records import PackageRecord
from packgrid.importer.reports import Found, LoadReport

BATCH = 500
NO_REPO = "without a repository"
SHARED_REPO = "with the same repository as another"
NUMBER = "with a slug of digits only"


def note_oddities(found: Sequence[Found], report: LoadReport) -> None:
    """Note packages without a repository, with a repository of others, and with a number as their slug."""
    accepted = [
        (item, item.record) for item in found if isinstance(item.record, PackageRecord) and not report.is_refused(item)
    ]
    owners = owners_of({record.repo_url for _, record in accepted if record.repo_url})
    bare = without_repo([record.slug for _, record in accepted if not record.repo_url])
    for item, record in accepted:
        others = sorted(owners.get((record.repo_url or "").lower(), set()) - {record.slug})
        if others:
            named = ", ".join(others[:3]) + (" ..." if len(others) > 3 else "")  # noqa: PLR2004 enough to find them
            report.note(item, SHARED_REPO, f"same repository as {named}; kept, a repository may hold several packages")
        if record.slug in bare:
            report.note(item, NO_REPO, "no repository; kept")
        if record.slug.isdigit():
            report.note(item, NUMBER, "kept; the API finds it by its slug only where no package has that id")


def owners_of(addresses: Iterable[str]) -> dict[str, set[str]]:
    """The slugs of the packages at each address, which is in small letters; one statement for each 500."""
    owners: dict[str, set[str]] = {}
    rows = Package.objects.exclude(repo_url="").order_by()  # as the index says it, which is not asked else
    for batch in batched(sorted(addresses), BATCH):
        for address, slug in rows.filter(repo_url__in=batch).values_list("repo_url", "slug"):
            owners.setdefault(address.lower(), set()).add(slug)
    return owners


def without_repo(slugs: Iterable[str]) -> set[str]:
    """Those of these packages that have no repository; one statement for each 500."""
    found: set[str] = set()
    for batch in batched(slugs, BATCH):
        found.update(Package.objects.filter(slug__in=batch, repo_url="").values_list("slug", flat=True))
    return found
