"""How fast the dashboard answers over a million runs on PostgreSQL, and how fast these are rolled up."""

from __future__ import annotations

import time

import psycopg

from tests.bench.client import BenchError
from tests.processes import Allma
from tests.services import await_true

PATIENCE_SECONDS = 1800.0
TABLES = ("executions_executionevent", "executions_stepexecution")
FINAL = "('COMPLETED', 'FAILED', 'CANCELLED', 'TIMED_OUT', 'QUARANTINED')"
EVENTS = f"""
INSERT INTO executions_executionevent (execution_id, seq, epoch, type, at, data)
SELECT id, 1, 0, 'execution.queued', created_at, '{{}}' FROM executions_execution
UNION ALL SELECT id, 2, 1, 'execution.' || lower(status), ended_at, '{{}}' FROM executions_execution
    WHERE status IN {FINAL}
ON CONFLICT DO NOTHING
"""
VISITS = f"""
INSERT INTO executions_stepexecution (execution_id, seq, epoch, path, step_instance_id, step_type, status, attempts,
    started_at, ended_at, warning_count, inherited, added, changed, removed,
    mapping_events, metadata, attempt_log, logs)
SELECT id, 1, 1, step, step, 'HTTP_CALL', CASE WHEN status = 'FAILED' THEN 'FAILED' ELSE 'COMPLETED' END, 1,
    ended_at - (ended_at - started_at) / 2, ended_at, 0, false, 0, 0, 0, '[]',
    CASE WHEN step = 'step-0' THEN '{{"tokens":{{"input":100,"output":20}},"costUsd":0.001}}' ELSE '{{}}' END,
    '[]', '[]'
FROM (SELECT *, 'step-' || mod(('x' || right(id::text, 6))::bit(24)::int, 10) AS step FROM executions_execution) AS runs
WHERE status IN {FINAL} ON CONFLICT DO NOTHING
"""


def paths(flow: str) -> dict[str, str]:
    """Everything the dashboard asks for, by name."""
    ranges = ("1h", "24h", "7d", "30d")
    found = {f"{place} {one}": f"/dashboard/{place}/?range={one}" for place in ("stats", "steps") for one in ranges}
    found |= {f"failures {one}": f"/dashboard/failures/?range={one}" for one in ("24h", "30d")}
    return found | {
        f"{place} 30d, flow": f"/dashboard/{place}/?range=30d&flow={flow}" for place in ("stats", "failures")
    }


def fill(allma: Allma) -> float:
    """Give every run of the installation its events and a visit, and let a worker roll them up: events a second."""
    if allma.postgres is None:
        raise BenchError("The dashboard is measured on PostgreSQL.")
    with psycopg.connect(allma.postgres.url, autocommit=True) as connection:
        connection.execute("SET session_replication_role = replica")
        connection.execute(EVENTS)
        connection.execute(VISITS)
        for table in TABLES:
            connection.execute(f"VACUUM ANALYZE {table}")
        (last,) = connection.execute("SELECT max(id) FROM executions_executionevent").fetchone() or (0,)
        begun = time.monotonic()
        allma.start_worker()
        await_true(lambda: _done(connection) >= last, what="the roll-up", seconds=PATIENCE_SECONDS, every=0.5)
        seconds = time.monotonic() - begun
        for table in ("executions_runrollup", "executions_steprollup"):
            connection.execute(f"VACUUM ANALYZE {table}")
    return float(last) / seconds


def _done(connection: psycopg.Connection[tuple[int, ...]]) -> int:
    row = connection.execute("SELECT done FROM executions_rollupmark").fetchone()
    return row[0] if row else 0
