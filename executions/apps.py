from django.apps import AppConfig
from django.conf import settings


class ExecutionsConfig(AppConfig):
    name = "executions"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Readiness asks for a live worker, metrics for runs; sockets hear of flows, workers of what is due."""
        from executions import health, metrics
        from executions.live.flow_bus import BUS
        from flows import announcing

        health.register()
        metrics.register()
        announcing.LISTENERS.append(BUS.tell)
        if settings.ENV.redis_url:
            from executions import notify, tasks

            notify.on_due(tasks.hint)
