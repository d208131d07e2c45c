"""The workspaces app."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig
from django.conf import settings


class WorkspacesConfig(AppConfig):
    name = "workspaces"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Set up the log and tell OpenAPI about our models and ways in."""
        from allma_site.common import logging

        logging.configure(log_format=settings.ENV.log_format, level=settings.ENV.log_level)
        import_module("allma_site.common.schema").install()
        import_module("workspaces.api.schema")
