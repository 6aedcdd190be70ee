"""The ordinary way to load a catalogue: bulk_create of its rows, unchecked; nothing can be searched for afterwards.

`python -m bench.rival_load FILE.csv`; the database is in the environment.
"""

import csv
import os
import sys
from pathlib import Path

import django

BATCH = 500


def main(file: str) -> None:
    """Load packages and their facts."""
    from packgrid.catalogue.models import Category, Facts, Package  # noqa: PLC0415 models exist only once apps are ready

    with Path(file).open() as lines:
        rows = list({row["slug"]: row for row in csv.DictReader(lines)}.values())
    categories = {slug: Category.objects.create(slug=slug, title=slug) for slug in {row["category"] for row in rows}}
    packages = [
        Package(
            slug=row["slug"],
            title=row["slug"],
            category=categories[row["category"]],
            repo_url=row["repo_url"],
            pypi_name=row["pypi_name"],
        )
        for row in rows
    ]
    Package.objects.bulk_create(packages, BATCH)
    Facts.objects.bulk_create(
        [
            Facts(package=package, stars=row["stars"] or None, version=row["pypi_version"], summary=row["summary"])
            for package, row in zip(packages, rows, strict=True)
        ],
        BATCH,
    )


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "packgrid.config.settings")
    django.setup()
    main(sys.argv[1])
