"""What must work before this process should get traffic. Apps append their own checks to `CHECKS`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import structlog
from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Check:
    """A named question. `ask` returns what is wrong, empty when nothing is; an exception counts as wrong."""

    name: str
    ask: Callable[[], str]


def database() -> str:
    """Whether the database answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return ""


def migrations() -> str:
    """Whether every migration is applied; once true it stays true, so it is asked of the database once."""
    if not _migrated:
        executor = MigrationExecutor(connection)
        plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
        if plan:
            return f"{len(plan)} migrations are not applied; run manage.py migrate."
        _migrated.append(True)
    return ""


def broker() -> str:
    """Whether Redis answers, when there is one."""
    url = settings.ENV.redis_url
    if not url:
        return ""
    import redis

    with redis.Redis.from_url(url, socket_timeout=2, socket_connect_timeout=2) as client:
        client.ping()
    return ""


_migrated: list[bool] = []

CHECKS: list[Check] = [Check("database", database), Check("migrations", migrations), Check("broker", broker)]


def report() -> dict[str, str]:
    """Each check's name with `ok` or what is wrong."""
    return {check.name: _asked(check) for check in CHECKS}


def _asked(check: Check) -> str:
    try:
        return check.ask() or "ok"
    except Exception as error:
        log.warning("health_check_failed", check=check.name, exc_info=error)
        return f"failed: {type(error).__name__}"
