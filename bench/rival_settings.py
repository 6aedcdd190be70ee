"""Our settings with the ordinary way's urls and without what publishes answers or makes them of documents."""

from packgrid.config.settings import *  # noqa: F403 as settings are extended
from packgrid.config.settings import MIDDLEWARE as OURS

ROOT_URLCONF = "bench.rival_reads"
MIDDLEWARE = [name for name in OURS if not name.startswith(("packgrid.httpcache", "packgrid.api.v4"))]
