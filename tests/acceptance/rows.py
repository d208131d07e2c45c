"""What the database of a cluster holds: read straight from its tables, not through the API."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import psycopg

from tests import invariants
from tests.processes import Allma

HISTORY = {
    "steps": """SELECT execution_id, seq, epoch, path, status, attempts, started_at, ended_at, output, changes
        FROM executions_stepexecution WHERE status IN ('COMPLETED', 'FAILED', 'SKIPPED')""",
    "events": "SELECT execution_id, seq, epoch, type, at, data FROM executions_executionevent",
}


def query(allma: Allma, sql: str, params: tuple[Any, ...] | None = None) -> list[tuple[Any, ...]]:
    """The rows of a query on a cluster's database."""
    assert allma.postgres is not None
    with psycopg.connect(allma.postgres.url) as connection:
        return connection.execute(sql, params).fetchall()


def history(allma: Allma) -> dict[str, set[tuple[Any, ...]]]:
    """Every step that is done and every event, as committed so far. None of it may ever change."""
    return {name: set(query(allma, sql)) for name, sql in HISTORY.items()}


def violations(allma: Allma, secrets: Sequence[str] = ()) -> list[str]:
    """What is wrong with the rows of a cluster, see `tests.invariants`."""
    return invariants.violations(secrets, fetch=lambda sql: query(allma, sql))


def crashes(allma: Allma, execution_ids: list[str]) -> int:
    """How many runs count a crash."""
    sql = "SELECT count(*) FROM executions_execution WHERE id = ANY(%s::uuid[]) AND crash_count > 0"
    return int(query(allma, sql, (execution_ids,))[0][0])
