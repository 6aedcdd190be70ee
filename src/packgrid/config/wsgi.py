import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "packgrid.config.settings")
django = get_wsgi_application()

from packgrid.config.front import before  # noqa: E402 Django has to be set up

application = before(django)
