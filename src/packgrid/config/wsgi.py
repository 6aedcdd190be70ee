import multiprocessing
import os

from django.core.wsgi import get_wsgi_application

# Ctrl-C in a terminal reaches a whole process group. It is meant for the parent, which then ends its workers: one of
# Granian 2.8 that gets both signals at once may never end.
if multiprocessing.parent_process():
    os.setpgrp()

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "packgrid.config.settings")
django = get_wsgi_application()

from packgrid.config.front import before  # noqa: E402 Django has to be set up

application = before(django)
