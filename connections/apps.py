"""The app and the check of its settings."""

from __future__ import annotations

from django.apps import AppConfig
from django.core.exceptions import ImproperlyConfigured


class ConnectionsConfig(AppConfig):
    """Stops the start when a setting of outgoing calls cannot be read."""

    name = "connections"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Raises ImproperlyConfigured: an entry that is silently ignored would be looked for in vain."""
        from allma_site.env import env
        from connections.addresses import EgressPolicy

        try:
            EgressPolicy.parse(env.egress_allow)
        except ValueError as error:
            raise ImproperlyConfigured(f"ALLMA_EGRESS_ALLOW: {error}") from error
