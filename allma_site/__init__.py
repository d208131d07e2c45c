"""Allma's Django project."""

import os

if os.environ.get("ALLMA_REDIS_URL"):
    # With a broker every process is a Celery client: the application must be known before a task is sent.
    from allma_site.celery import app as celery

    __all__ = ["celery"]
