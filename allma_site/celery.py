"""The Celery application: hints on Redis, no results, no ETA tasks, no beat. The database is the truth."""

from __future__ import annotations

import os

from celery import Celery
from celery.signals import worker_init, worker_shutdown, worker_shutting_down

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "allma_site.settings")

app = Celery("allma")
app.conf.update(
    broker_url=os.environ.get("ALLMA_REDIS_URL") or "memory://",
    broker_connection_retry_on_startup=True,
    broker_connection_max_retries=None,
    broker_transport_options={"socket_timeout": 5, "socket_connect_timeout": 5},
    task_ignore_result=True,
    task_acks_late=False,
    task_serializer="json",
    accept_content=["json"],
    task_default_queue="engine",
    task_create_missing_queues=True,
    worker_prefetch_multiplier=1,
    worker_send_task_events=False,
    worker_hijack_root_logger=False,
    imports=("executions.tasks",),
)


@worker_init.connect
def _start(**_: object) -> None:
    """Give the process its worker: leases, sweeps and near timers do not need the broker."""
    import django

    django.setup()
    from executions import tasks

    tasks.start_worker()


@worker_shutting_down.connect
def _stop(**_: object) -> None:
    from executions import tasks

    tasks.stop_worker()


@worker_shutdown.connect
def _await_stopped(**_: object) -> None:
    from executions import tasks

    tasks.await_stopped()
