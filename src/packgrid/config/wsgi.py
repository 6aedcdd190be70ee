import multiprocessing
import os
import signal
import sys
import threading
import time
from multiprocessing import connection

from django.conf import settings
from django.core.wsgi import get_wsgi_application

GRACE_S = 5


def end_with_parent(parent: int) -> None:
    """End this worker when its parent has ended, for whatever reason; `parent` is a handle that is ready then."""
    connection.wait([parent])
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(GRACE_S)
    os._exit(1)


# Ctrl-C in a terminal reaches a whole process group. It is meant for the parent, which then ends its workers: one of
# Granian 2.8 that gets both signals at once may never end. A parent that was killed ends nobody.
if parent := multiprocessing.parent_process():
    os.setpgrp()
    threading.Thread(target=end_with_parent, args=[parent.sentinel], name="orphan watch", daemon=True).start()

# Who makes a page gives way to those who replay one, which takes 0.02 ms: after this time, not after Python's 5 ms.
sys.setswitchinterval(0.0005)

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "packgrid.config.settings")
django = get_wsgi_application()

# Imported here because Django has to be set up.
from packgrid.api.v4.negotiation import normalized_accept  # noqa: E402
from packgrid.config.access_log import log_requests  # noqa: E402
from packgrid.config.render_gate import with_render_gate  # noqa: E402
from packgrid.config.request_bodies import limit_body  # noqa: E402
from packgrid.config.request_hosts import check_host  # noqa: E402
from packgrid.config.worker_cores import pin_to_core  # noqa: E402
from packgrid.httpcache.wsgi import with_response_cache  # noqa: E402
from packgrid.web.page_preparation import start_page_preparation  # noqa: E402

if parent and settings.PIN_WORKERS:
    pin_to_core(settings.WORKER_CORES_LOCK, settings.WEB_WORKERS)

application = log_requests(check_host(limit_body(with_response_cache(with_render_gate(django), normalized_accept))))
start_page_preparation(django)
