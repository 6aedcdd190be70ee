"""The starter catalogue for an empty database, and what is derived from any catalogue."""

import logging

from django.db import InterfaceError, OperationalError, connection
from django.utils import timezone

from packgrid.api.v4.document_store import write_missing_documents
from packgrid.catalogue.models import Package
from packgrid.comparison.models import Grid
from packgrid.importer.load import is_catalogue_empty, load_starter
from packgrid.lib.processes import lower_priority
from packgrid.ops.database_errors import describe_failure
from packgrid.search import full_reindex

logger = logging.getLogger(__name__)


def prepare_catalogue() -> str:
    """Load the starter catalogue if the database is empty, and index what an older version has not indexed."""
    loaded = ""
    if is_catalogue_empty():
        load_starter(now=timezone.now())
        loaded = ", the starter catalogue"
    if full_reindex.is_index_missing():
        full_reindex.reindex_everything()
    return f"{Package.objects.count():,} packages in {Grid.objects.count():,} grids{loaded}"


def write_left_documents() -> None:
    """Write what API v4 keeps ready, where an older Packgrid or a very large load left it unwritten; in no hurry."""
    lower_priority()
    try:
        write_missing_documents()
    except (OperationalError, InterfaceError) as error:
        logger.warning("%s The next start goes on.", describe_failure(error))
    finally:
        connection.close()
