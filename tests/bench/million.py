"""A million runs in PostgreSQL: twenty flows, thirty days, what a busy workspace has. Written in about a minute.

The rows are made by the database itself from one run of each flow; indexes are dropped meanwhile and built at the end.
"""

from __future__ import annotations

from collections.abc import Sequence

import psycopg
from psycopg.rows import tuple_row

RUNS = 1_000_000
DAYS = 30
TABLES = ("executions_execution", "executions_searchterm")

STATUS = f"""CASE WHEN mod(n, 1000) < 40 THEN 'FAILED' WHEN mod(n, 1000) < 45 THEN 'CANCELLED'
    WHEN mod(n, 1000) < 50 THEN 'TIMED_OUT' WHEN mod(n, 1000) < 53 THEN 'WAITING'
    WHEN mod(n, 50000) = 60 THEN 'QUARANTINED' WHEN n > {RUNS} - 500 THEN 'QUEUED'
    WHEN n > {RUNS} - 540 THEN 'RUNNING' ELSE 'COMPLETED' END"""
TRIGGER = """CASE WHEN mod(n, 20) < 14 THEN 'api' WHEN mod(n, 20) < 17 THEN 'schedule'
    WHEN mod(n, 20) < 19 THEN 'webhook' ELSE 'sub_flow' END"""
NUMBERED = f"""
CREATE UNLOGGED TABLE bench_runs AS
SELECT n, created, {STATUS} AS status, {TRIGGER} AS trigger,
    (lpad(to_hex((extract(epoch FROM created) * 1000)::bigint), 12, '0') || '7' || substr(md5(n::text), 1, 3) || 'b'
        || substr(md5(n::text), 5, 15))::uuid AS id,
    CASE WHEN mod(n, 5) < 2 THEN 1 ELSE 2 + mod(n, 19) END AS flow,
    1 + (n * 5 / {RUNS})::int AS version
FROM (SELECT n, now() - interval '{DAYS} days' * (({RUNS} - n)::float8 / {RUNS}) AS created
    FROM generate_series(1, {RUNS}) AS n) AS numbers
"""
ENDED = "status IN ('FAILED', 'CANCELLED', 'TIMED_OUT', 'QUARANTINED', 'COMPLETED')"
BROKEN = "status IN ('FAILED', 'TIMED_OUT', 'QUARANTINED')"
SECONDS = "exp(r.flow / 4.0 + mod(r.n * 7919::bigint, 1000) / 400.0) / 10"
"""How long a run takes: about a decade within a flow, from a tenth of a second to three minutes in all."""
VALUES = {
    "id": "r.id",
    "flow_version": "r.version",
    "status": "r.status",
    "trigger": "r.trigger",
    "labels": "CASE WHEN mod(r.n, 10) = 0 THEN '{\"customer\":\"C-' || mod(r.n, 5000) || '\"}' ELSE '{}' END",
    "input": "'{\"order\":\"A-' || r.n || '\",\"note\":\"' || repeat('some text ', 20) || '\"}'",
    "output": "CASE WHEN r.status = 'COMPLETED' THEN '{\"total\":' || r.n || '}' END",
    "error": f"""CASE WHEN r.{BROKEN} THEN '{{"errorName":"' || names[1 + mod(r.n, 5)]
        || '","code":"code_' || mod(r.n, 7) || '","message":"Order A-' || r.n || ' was refused by the shop'
        || '","stepInstanceId":"step-' || mod(r.n, 30) || '","attempts":1,"details":{{}}}}' END""",
    "error_step": f"CASE WHEN r.{BROKEN} THEN 'step-' || mod(r.n, 30) END",
    "error_name": f"CASE WHEN r.{BROKEN} THEN names[1 + mod(r.n, 5)] END",
    "error_fingerprint": f"CASE WHEN r.{BROKEN} THEN md5('step-' || mod(r.n, 30) || names[1 + mod(r.n, 5)]) END",
    "created_at": "r.created",
    "started_at": "CASE WHEN r.status <> 'QUEUED' THEN r.created + interval '1 second' END",
    "ended_at": f"CASE WHEN r.{ENDED} THEN r.created + interval '1 second' * (1 + {SECONDS}) END",
    "next_run_at": "CASE WHEN r.status IN ('QUEUED', 'RUNNING') THEN r.created + interval '90 days' END",
    "state": "NULL",
    "lease_owner": "NULL",
    "lease_until": "NULL",
    "redrive_of_id": "o.id",
}
"""Columns that differ between runs; the others are as in the flow's own run."""
REDRIVES = "o.n = r.n - 40 AND mod(r.n, 1000) = 60"
"""Of a thousand runs one does another one again, which failed."""
NAMES = "ARRAY['TransientStepError', 'PermanentStepError', 'ContentStepError', 'MappingError', 'StepTimeoutError']"
TERMS = """
INSERT INTO executions_searchterm (execution_id, workspace_id, kind, name, value, folded, created_at)
SELECT id, %(workspace)s, kind, name, value, convert_to(lower(value), 'UTF8'), created FROM (
    SELECT id, 'L' AS kind, 'customer' AS name, 'C-' || mod(n, 5000) AS value, created
    FROM bench_runs WHERE mod(n, 10) = 0
    UNION ALL SELECT id, 'L', 'region', 'eu', created FROM bench_runs WHERE mod(n, 4) = 0
    UNION ALL SELECT id, 'A', 'order', 'A-' || n, created FROM bench_runs WHERE mod(n, 2) = 0) AS terms
"""


def fill(url: str, flows: Sequence[str]) -> None:
    """A million runs of these flows, each of which has one run already, beside them."""
    with psycopg.connect(url, autocommit=True, row_factory=tuple_row) as connection:
        cursor = connection.cursor()
        cursor.execute("SET session_replication_role = replica; SET maintenance_work_mem = '256MB'")
        indexes = _drop_indexes(cursor)
        cursor.execute(NUMBERED)
        columns = _columns(cursor)
        values = ", ".join(VALUES.get(name, f's."{name}"') for name in columns)
        names = ", ".join(f'"{name}"' for name in columns)
        cursor.execute(
            f"""INSERT INTO executions_execution ({names}) SELECT {values} FROM bench_runs r
            LEFT JOIN bench_runs o ON {REDRIVES}
            JOIN unnest(%s::uuid[]) WITH ORDINALITY AS f (flow_id, number) ON f.number = r.flow
            JOIN executions_execution s ON s.flow_id = f.flow_id, (SELECT {NAMES} AS names) AS known""",
            [list(flows)],
        )
        cursor.execute("SELECT workspace_id FROM executions_execution LIMIT 1")
        [workspace] = cursor.fetchone() or [None]
        cursor.execute(TERMS, {"workspace": workspace})
        for definition in indexes:
            cursor.execute(definition)
        for table in TABLES:
            cursor.execute(f"VACUUM ANALYZE {table}")


def _columns(cursor: psycopg.Cursor[tuple[object, ...]]) -> list[str]:
    cursor.execute(
        """SELECT column_name FROM information_schema.columns WHERE table_name = 'executions_execution'
        ORDER BY ordinal_position"""
    )
    return [str(row[0]) for row in cursor.fetchall()]


def _drop_indexes(cursor: psycopg.Cursor[tuple[object, ...]]) -> list[str]:
    """Drop the indexes that are no constraints; the statements that build them again."""
    cursor.execute(
        """SELECT indexname, indexdef FROM pg_indexes WHERE tablename = ANY(%s)
        AND indexname NOT IN (SELECT conname FROM pg_constraint)""",
        [list(TABLES)],
    )
    found = [(str(name), str(definition)) for name, definition in cursor.fetchall()]
    for name, _ in found:
        cursor.execute(f'DROP INDEX "{name}"')
    return [definition for _, definition in found]
