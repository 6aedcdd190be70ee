"""Reads packages with everything that they require, in one recursive query."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from django.db import connection

from packgrid.catalogue.install_sizes import InstallablePackage, InstallGraph
from packgrid.catalogue.required_projects import NeededProject

MOST_PAIRS = 5_000
"""At most so many pairs of a package and one of its extras are read for a page."""
# A requirement leads to packages at the public index, and at those that the packages of the page come from.
# UNION drops pairs that were reached before, so that circles end.
REACHED = """
WITH RECURSIVE reached(package_id, extra) AS (
    SELECT id, CAST('' AS varchar(100)) FROM catalogue_package WHERE id IN ({ids})
    UNION
    SELECT p.id, r.project_extra
    FROM reached
    JOIN catalogue_requiredproject r ON r.package_id = reached.package_id AND r.extra = reached.extra
    JOIN catalogue_package p ON p.pypi_name = r.project AND NOT (p.pypi_name = '') AND NOT p.is_hidden
    WHERE p.index_name = '' OR p.index_name IN (SELECT index_name FROM catalogue_package WHERE id IN ({ids}))
),
chosen AS MATERIALIZED (SELECT package_id, extra FROM reached LIMIT {most})
SELECT p.id, p.index_name, p.pypi_name, f.version, NULL AS specifier, l.install_bytes, l.size_bytes IS NOT NULL,
    l.has_wheel, f.requires_dist IS NOT NULL, EXISTS (SELECT 1 FROM catalogue_requiredproject WHERE package_id = p.id),
    (SELECT COUNT(*) FROM chosen)
FROM catalogue_package p
LEFT JOIN catalogue_facts f ON f.package_id = p.id
LEFT JOIN catalogue_release l ON l.package_id = p.id AND l.version = f.version
WHERE p.id IN (SELECT package_id FROM chosen)
UNION ALL
SELECT r.package_id, r.extra, r.project, r.project_extra, r.specifier, NULL, NULL, NULL, NULL, NULL, NULL
FROM chosen
JOIN catalogue_requiredproject r ON r.package_id = chosen.package_id AND r.extra = chosen.extra
"""
# Rows of packages have no specifier, rows of requirements have one. So the facts of a package are read once, and not
# for each of its requirements, which would take twice as long.


def read_install_graph(package_ids: Collection[int], most: int = MOST_PAIRS) -> InstallGraph:
    """These packages with all that they require and that is in the catalogue; one query, none for no packages."""
    if not package_ids:
        return InstallGraph({})
    statement = REACHED.format(ids=", ".join(["%s"] * len(package_ids)), most=most)
    with connection.cursor() as cursor:
        cursor.execute(statement, [*package_ids, *package_ids])
        rows = cursor.fetchall()
    needed: dict[int, dict[str, list[NeededProject]]] = defaultdict(lambda: defaultdict(list))
    for pk, extra, project, project_extra, specifier, *_none in rows:
        if specifier is not None:
            needed[pk][extra].append(NeededProject(extra, project, project_extra, specifier))
    packages = {row[0]: make_package(row, needed[row[0]]) for row in rows if row[4] is None}
    return InstallGraph(packages, is_cut=any(row[10] >= most for row in rows if row[4] is None))


type Columns = tuple[int, str, str, str | None, None, int | None, bool, bool | None, bool, bool, int]
"""Id, index, project, version, no specifier, size of its file, whether any size is known, whether there is a wheel,
whether its requirements are known, whether it has any, and the number of pairs that were read."""


def make_package(columns: Columns, needed: Mapping[str, Sequence[NeededProject]]) -> InstallablePackage:
    """A package as it would be installed.

    A source archive often lists no requirements where there are some: "none" is believed of wheels alone.
    """
    pk, index_name, project, version, _none, file_bytes, has_any_size, has_wheel, has_told, has_needed, _pairs = columns
    return InstallablePackage(
        package_id=pk,
        index_name=index_name,
        project=project,
        version=version or "",
        file_bytes=file_bytes or None,
        is_size_due=file_bytes is None and bool(has_any_size),
        are_requirements_known=bool(has_told and (has_needed or has_wheel)),
        needed=needed,
    )
