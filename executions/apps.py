from django.apps import AppConfig
from django.conf import settings


class ExecutionsConfig(AppConfig):
    name = "executions"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """With a broker, what becomes due is told to the Celery workers."""
        if settings.ENV.redis_url:
            from executions import notify, tasks

            notify.on_due(tasks.hint)
