"""The README of a package as HTML."""

from packgrid.catalogue.models import Package
from packgrid.lib.readme_html import isolate_html


def get_readme_html(package: Package) -> str:
    """Safe HTML that cannot meet our ids and styles; "" where there is none.

    One without a digest may have been stored before READMEs were isolated where they are rendered.
    """
    if not hasattr(package, "readme"):
        return ""
    return package.readme.html if package.readme.source_digest else isolate_html(package.readme.html)
