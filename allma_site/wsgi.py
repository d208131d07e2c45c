"""Django as a WSGI application: each thread of the web server keeps its own database connection."""

from __future__ import annotations

import os
import warnings

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "allma_site.settings")

# Without collectstatic the files of the apps are served from where they are.
warnings.filterwarnings("ignore", message="No directory at", module="django")

application = get_wsgi_application()
