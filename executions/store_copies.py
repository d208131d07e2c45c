"""Rows of one run copied to another, within the database. A part of the store."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from executions.models import ContextSnapshot, StepExecution
from executions.sql import execute, is_postgres, uid

STEPS = '"executions_stepexecution"'
SNAPSHOTS = '"executions_contextsnapshot"'


def copy_steps(
    source: uuid.UUID, target: uuid.UUID, changed: Mapping[str, str], which: str, params: Sequence[Any]
) -> None:
    """Copy the step rows that `which` finds, some columns changed to the SQL given.

    Their epoch is 0: no owner of the other run wrote them.
    """
    names = [str(field.column) for field in StepExecution._meta.concrete_fields if field.column != "id"]
    _copy(STEPS, names, source, target, {"epoch": "0", **changed}, which, params)


def copy_snapshots(
    source: uuid.UUID, target: uuid.UUID, changed: Mapping[str, str], which: str, params: Sequence[Any]
) -> None:
    """Copy the snapshots that `which` finds, some columns changed to the SQL given."""
    names = [str(field.column) for field in ContextSnapshot._meta.concrete_fields if field.column != "id"]
    _copy(SNAPSHOTS, names, source, target, changed, which, params)


def _copy(
    table: str,
    names: Sequence[str],
    source: uuid.UUID,
    target: uuid.UUID,
    changed: Mapping[str, str],
    which: str,
    params: Sequence[Any],
) -> None:
    values = {"execution_id": "%s::uuid" if is_postgres() else "%s", **changed}
    selected = ", ".join(values.get(name, f'"{name}"') for name in names)
    columns = ", ".join(f'"{name}"' for name in names)
    execute(
        f"INSERT INTO {table} ({columns}) SELECT {selected} FROM {table} WHERE execution_id = %s AND {which}"
        " ORDER BY seq",
        [uid(target), uid(source), *params],
    )


def among(numbers: Sequence[int]) -> tuple[str, list[Any]]:
    """A condition on `seq` that takes any count of numbers as one parameter."""
    if is_postgres():
        return "seq = ANY(%s)", [list(numbers)]
    return "seq IN (SELECT value FROM json_each(%s))", [json.dumps(list(numbers))]
