"""Redrives as the tests of the engine make them."""

from __future__ import annotations

import uuid
from typing import Any

from executions import contexts, redriving
from executions.contexts import Side
from executions.models import Execution
from executions.redrive_previews import Preview
from executions.redriving import RedriveFromOptions
from tests.engine_flows import chain, compose
from tests.integration.engine.lab import Lab
from workspaces.actors import SYSTEM


def again(lab: Lab, run: Execution | uuid.UUID, **options: Any) -> uuid.UUID:
    """A redrive from a visit that nobody has worked on yet."""
    return redriving.redrive_from(
        workspace_id=lab.workspace.pk, execution_id=_id(run), options=RedriveFromOptions(**options), actor=SYSTEM
    )


def redriven(lab: Lab, run: Execution | uuid.UUID, **options: Any) -> Execution:
    """A redrive from a visit, worked on until nothing is due."""
    new = again(lab, run, **options)
    lab.drain()
    return lab.get(new)


def preview(lab: Lab, run: Execution | uuid.UUID, **options: Any) -> Preview:
    return redriving.preview_from(
        workspace_id=lab.workspace.pk, execution_id=_id(run), options=RedriveFromOptions(**options)
    )


def _id(run: Execution | uuid.UUID) -> uuid.UUID:
    return run.pk if isinstance(run, Execution) else run


def context(lab: Lab, run: Execution | uuid.UUID, seq: int | None, side: Side = Side.AFTER) -> dict[str, Any]:
    return contexts.moment(lab.get(_id(run)), seq=seq, side=side).root


def inherited(lab: Lab, run: Execution | uuid.UUID) -> list[tuple[int, str, bool]]:
    return [(row.seq, row.path, row.inherited) for row in lab.steps(_id(run))]


def replace_at(path: str, value: Any) -> list[dict[str, Any]]:
    return [{"op": "replace", "path": path, "value": value}]


LINE = chain(
    compose("a", {"v": "$.n"}, outputMappings={"$.a": "$.v"}),
    compose("b", {"v": "$.a"}, outputMappings={"$.b": "$.v"}),
    compose("c", {"v": "$.b"}, outputMappings={"$.c": "$.v"}),
    output={"$.c": "$.c"},
)
