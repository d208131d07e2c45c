"""Django as a WSGI application: each thread of the web server keeps its own database connection."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "allma_site.settings")

application = get_wsgi_application()
