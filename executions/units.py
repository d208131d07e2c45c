"""The rows that one run is made of: itself, and the chunks of its distributed forks."""

from __future__ import annotations

import uuid

from django.db.models.expressions import RawSQL

from executions.models import Execution, ExecutionKind
from executions.sql import uid

RUNS = Execution._meta.db_table
MAX_LEVELS = 64
"""So deep distributed forks in branches of distributed forks are followed; a definition nests no deeper."""


def units_of(execution_id: uuid.UUID) -> RawSQL:
    """The ids of a run (or chunk) and of all chunks below it, at any level, as a subquery."""
    sql = f"""WITH RECURSIVE units(id, level) AS (
            SELECT id, 0 FROM {RUNS} WHERE id = %s
            UNION ALL SELECT chunk.id, units.level + 1 FROM units JOIN {RUNS} chunk ON chunk.parent_id = units.id
                WHERE chunk.kind = '{ExecutionKind.CHUNK}' AND units.level < {MAX_LEVELS})
        SELECT id FROM units"""  # noqa: S608
    return RawSQL(sql, [uid(execution_id)])  # noqa: S611
