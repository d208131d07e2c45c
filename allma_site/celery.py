"""The Celery application: hints on Redis, no results, no ETA tasks, no beat. The database is the truth."""

from __future__ import annotations

import os

import django
from celery import Celery, bootsteps
from celery.signals import import_modules, worker_shutdown, worker_shutting_down

from allma_site.env import env

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "allma_site.settings")

app = Celery("allma", fixups=set())  # the Django one closes the database connection around every task
app.conf.update(
    broker_url=env.redis_url or "memory://",
    broker_connection_retry_on_startup=True,
    broker_connection_max_retries=None,
    broker_transport_options={"socket_timeout": 5, "socket_connect_timeout": 5},
    task_ignore_result=True,
    task_acks_late=False,
    task_serializer="json",
    accept_content=["json"],
    task_default_queue="engine",
    task_create_missing_queues=True,
    worker_concurrency=env.worker_threads,
    worker_prefetch_multiplier=1,
    worker_send_task_events=False,
    worker_hijack_root_logger=False,
    imports=("executions.tasks",),
)
app.set_default()  # for every thread: without it only the one that imports this knows the broker


@import_modules.connect
def _set_up(**_: object) -> None:
    """Before the tasks are imported."""
    django.setup()


class Engine(bootsteps.StartStopStep):  # type: ignore[misc]  # celery has no types
    """The process's own worker: leases, sweeps and near timers do not need the broker.

    It starts when Celery listens to signals already: no run is taken that could not be given back.
    """

    requires = ("celery.worker.components:Pool",)

    def start(self, parent: object) -> None:
        """Begin to sweep."""
        from executions import tasks

        tasks.start_worker()


app.steps["worker"].add(Engine)


@worker_shutting_down.connect
def _stop(**_: object) -> None:
    """Take no more runs from the moment the signal comes."""
    from executions import tasks

    tasks.stop_worker()


@worker_shutdown.connect
def _await_stopped(**_: object) -> None:
    """Do not end before every run is given back, even when the start was not complete."""
    from executions import tasks

    tasks.await_stopped()
