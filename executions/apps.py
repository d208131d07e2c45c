from django.apps import AppConfig
from django.conf import settings


class ExecutionsConfig(AppConfig):
    name = "executions"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Readiness asks for a live worker, metrics for runs; with a broker, Celery's workers hear what becomes due."""
        from executions import health, metrics

        health.register()
        metrics.register()
        if settings.ENV.redis_url:
            from executions import notify, tasks

            notify.on_due(tasks.hint)
