# Run inside the site by `packgrid manage shell`: three packages that send text messages, as if PyPI had been asked.
from packgrid.catalogue.models import Category, Facts, Package
from packgrid.projections.announcements import announce

DJANGO, PYTHON = "Framework :: Django ::", "Programming Language :: Python ::"

for slug, series, stars in (
    ("django-sms-gate", "5.2", 40),
    ("django-sms-old", "3.2", 900),
    ("django-sms-new", None, 10),
):
    package = Package.objects.create(
        slug=slug, title=slug, pypi_name=slug, category=Category.objects.get(slug="apps"), repo_url=""
    )
    said = None if series is None else [f"{DJANGO} {series}", f"{PYTHON} 3.12", f"{PYTHON} 3.13"]
    Facts.objects.create(
        package=package, summary="Sends SMS to telephones.", stars=stars, version="1.0", license="MIT", classifiers=said
    )
    announce(packages={package.pk})
