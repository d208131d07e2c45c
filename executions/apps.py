from django.apps import AppConfig
from django.conf import settings


class ExecutionsConfig(AppConfig):
    name = "executions"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Readiness asks for a live worker; with a broker, what becomes due is told to the Celery workers."""
        from executions import health

        health.register()
        if settings.ENV.redis_url:
            from executions import notify, tasks

            notify.on_due(tasks.hint)
