"""The plain WSGI application: what the front calls, and the fallback behind nginx."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "undersigned.config.settings")
application = get_wsgi_application()
