"""The workspaces app."""

from __future__ import annotations

from django.apps import AppConfig
from django.conf import settings


class WorkspacesConfig(AppConfig):
    name = "workspaces"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Set up the log."""
        from allma_site.common import logging

        logging.configure(log_format=settings.ENV.log_format, level=settings.ENV.log_level)
