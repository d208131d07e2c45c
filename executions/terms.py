"""Labels and search attributes as rows that runs are found by."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from executions.batches import NewExecution
from executions.models import ExecutionKind, SearchTerm, TermKind
from executions.models_searching import fold
from executions.sql import insert_many, moment, uid


def insert_labels(new: Iterable[NewExecution], *, at: datetime) -> None:
    """The labels of runs that are created at this time. Call it inside the same transaction."""
    rows = [
        row
        for one in new
        if one.labels and one.kind == ExecutionKind.RUN
        for row in _rows(one.workspace_id, one.id, TermKind.LABEL, one.labels, at)
    ]
    insert_many(SearchTerm, rows)


def replace_attributes(
    *, workspace_id: uuid.UUID, execution_id: uuid.UUID, attributes: Mapping[str, str], created_at: datetime
) -> None:
    """The search attributes of a run that was created at this time, in place of those it has."""
    SearchTerm.objects.filter(execution_id=execution_id, kind=TermKind.ATTRIBUTE).delete()
    insert_many(SearchTerm, list(_rows(workspace_id, execution_id, TermKind.ATTRIBUTE, attributes, created_at)))


def _rows(
    workspace_id: uuid.UUID, execution_id: uuid.UUID, kind: TermKind, values: Mapping[str, str], created_at: datetime
) -> Iterable[tuple[Any, ...]]:
    key, workspace, at = uid(execution_id), uid(workspace_id), moment(created_at)
    return [(key, workspace, kind.value, name, value, fold(value), at) for name, value in values.items()]
