"""What must hold in the database after anything: checks in SQL that name every row that breaks a rule."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.apps import apps
from django.db import connection, models

from executions.engine.status import FINAL

Fetch = Callable[[str], list[tuple[Any, ...]]]

FINALS = ", ".join(f"'{status}'" for status in sorted(FINAL))
LIVE = f"e.status NOT IN ({FINALS})"
TERMINAL = ", ".join(f"'execution.{status.lower()}'" for status in sorted(FINAL))

RULES = {
    "live without lease, due time, timer, wait or child": f"""
        SELECT e.id, e.status FROM executions_execution e
        WHERE {LIVE} AND e.status <> 'PAUSED' AND e.lease_until IS NULL AND e.next_run_at IS NULL
        AND NOT EXISTS (SELECT 1 FROM executions_execution p
            WHERE p.id = e.parent_id AND e.kind = 'CHUNK' AND e.status = 'QUEUED' AND p.status = 'QUEUED')
        AND NOT EXISTS (SELECT 1 FROM executions_timer t WHERE t.execution_id = e.id)
        AND NOT EXISTS (SELECT 1 FROM executions_wait w
            WHERE w.execution_id = e.id AND w.status IN ('OPEN', 'RESOLVED'))
        AND NOT EXISTS (SELECT 1 FROM executions_execution c
            WHERE c.parent_id = e.id AND c.status NOT IN ({FINALS}) AND (c.kind = 'CHUNK' OR c.parent_sync))""",
    "over, but still leased, due, or with a state": f"""
        SELECT e.id, e.status FROM executions_execution e WHERE NOT ({LIVE})
        AND (e.lease_until IS NOT NULL OR e.next_run_at IS NOT NULL OR e.ended_at IS NULL OR e.state IS NOT NULL)""",
    "over, but something of it is still open": f"""
        SELECT e.id, 'timer ' || t.path FROM executions_execution e
            JOIN executions_timer t ON t.execution_id = e.id WHERE NOT ({LIVE})
        UNION ALL SELECT e.id, 'wait ' || w.key FROM executions_execution e
            JOIN executions_wait w ON w.execution_id = e.id
            WHERE NOT ({LIVE}) AND w.status IN ('OPEN', 'RESOLVED')
        UNION ALL SELECT e.id, 'step ' || s.path FROM executions_execution e
            JOIN executions_stepexecution s ON s.execution_id = e.id WHERE NOT ({LIVE}) AND s.ended_at IS NULL""",
    "visits that are not numbered 1 to visits, once each (a chunk begins at 2)": """
        SELECT e.id, e.visits, count(s.seq), count(DISTINCT s.seq) FROM executions_execution e
        LEFT JOIN executions_stepexecution s ON s.execution_id = e.id
        GROUP BY e.id, e.visits, e.kind
        HAVING count(s.seq) <> count(DISTINCT s.seq) OR COALESCE(max(s.seq), 0) > e.visits
        OR count(s.seq) <> (CASE WHEN e.kind = 'CHUNK' AND e.visits > 0 THEN e.visits - 1 ELSE e.visits END)""",
    "a closed visit without its end or its way out": """
        SELECT s.execution_id, s.path, s.seq, s.status FROM executions_stepexecution s
        WHERE (s.status IN ('RUNNING', 'RETRYING', 'WAITING')) <> (s.ended_at IS NULL)
        OR (s.status = 'COMPLETED' AND s.transition IS NULL)""",
    "events that are not numbered 1 to seq, once each": """
        SELECT e.id, e.seq, count(v.seq), min(v.seq), max(v.seq) FROM executions_execution e
        LEFT JOIN executions_executionevent v ON v.execution_id = e.id
        GROUP BY e.id, e.seq
        HAVING count(v.seq) <> e.seq OR count(DISTINCT v.seq) <> e.seq OR min(v.seq) <> 1 OR max(v.seq) <> e.seq""",
    "not exactly one terminal event, the last, of its own status": f"""
        SELECT e.id, e.status FROM executions_execution e WHERE NOT ({LIVE}) AND (
            (SELECT count(*) FROM executions_executionevent v
                WHERE v.execution_id = e.id AND v.type IN ({TERMINAL})) <> 1
            OR NOT EXISTS (SELECT 1 FROM executions_executionevent v
                WHERE v.execution_id = e.id AND v.seq = e.seq AND v.type = 'execution.' || lower(e.status)))
        UNION ALL SELECT e.id, e.status FROM executions_execution e WHERE {LIVE}
        AND EXISTS (SELECT 1 FROM executions_executionevent v
            WHERE v.execution_id = e.id AND v.type IN ({TERMINAL}))""",
    "an event of an older epoch after a newer began": """
        SELECT execution_id, seq FROM (
            SELECT execution_id, seq, epoch, max(epoch) OVER (PARTITION BY execution_id ORDER BY seq) AS newest
            FROM executions_executionevent) numbered WHERE epoch < newest""",
    "a visit of an older epoch after a newer began": """
        SELECT execution_id, seq FROM (
            SELECT execution_id, seq, epoch, max(epoch) OVER (PARTITION BY execution_id ORDER BY seq) AS newest
            FROM executions_stepexecution WHERE path NOT LIKE '%[%') numbered WHERE epoch < newest""",
    "a join that counts other than its unfinished chunks": f"""
        SELECT j.execution_id, j.path, j.chunks_left, count(c.id) FROM executions_join j
        LEFT JOIN executions_execution c ON c.parent_id = j.execution_id AND c.parent_seq = j.seq
            AND c.kind = 'CHUNK' AND c.status NOT IN ({FINALS})
        GROUP BY j.id, j.execution_id, j.path, j.chunks_left HAVING j.chunks_left <> count(c.id)""",
    "a run that is over, but a child it waited for is not": f"""
        SELECT c.id, c.status FROM executions_execution c JOIN executions_execution e ON e.id = c.parent_id
        WHERE NOT ({LIVE}) AND c.status NOT IN ({FINALS}) AND (c.kind = 'CHUNK' OR c.parent_sync)
        AND c.cancel_requested_at IS NULL""",
    "a visit that is inherited, but nobody says from whom, or the other way round": """
        SELECT s.execution_id, s.seq, s.inherited FROM executions_stepexecution s
        LEFT JOIN executions_inheritedpart p ON p.execution_id = s.execution_id AND s.seq BETWEEN p.first AND p.last
        WHERE s.inherited <> (p.id IS NOT NULL)""",
    "a redrive that made a visit before the one it began at, or has not the context it began with": """
        SELECT e.id, e.redrive_from_seq FROM executions_execution e WHERE e.redrive_from_seq IS NOT NULL AND (
            EXISTS (SELECT 1 FROM executions_stepexecution s
                WHERE s.execution_id = e.id AND s.seq < e.redrive_from_seq AND NOT s.inherited)
            OR NOT EXISTS (SELECT 1 FROM executions_contextsnapshot c
                WHERE c.execution_id = e.id AND c.seq = e.redrive_from_seq - 1))""",
    "a correlation key that two wait for": """
        SELECT workspace_id, key FROM executions_wait WHERE status IN ('OPEN', 'BUFFERED')
        GROUP BY workspace_id, key HAVING count(*) > 1""",
}


def violations(secrets: Sequence[str] = (), *, fetch: Fetch | None = None) -> list[str]:
    """Every row that breaks a rule, as text; empty when all is well. No `secrets` may stand in any text column.

    `fetch` runs a SELECT on the database in question; the default is Django's own connection.
    """
    look = fetch or _fetch
    broken = [f"{rule}: {row}" for rule, sql in RULES.items() for row in look(sql)]
    return broken + [f"a secret stands in {where}" for secret in secrets for where in _places(secret, look)]


def _fetch(sql: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows


def _places(secret: str, look: Fetch) -> list[str]:
    """The columns that hold a text."""
    wanted = secret.replace("'", "''")
    found = []
    for model in apps.get_models():
        table = model._meta.db_table
        for field in model._meta.local_concrete_fields:
            if isinstance(field, models.CharField | models.TextField | models.JSONField | models.BinaryField):
                column = f'CAST("{field.column}" AS text)'
                if look(f"SELECT 1 FROM \"{table}\" WHERE {column} LIKE '%{wanted}%' LIMIT 1"):
                    found.append(f"{table}.{field.column}")
    return found
