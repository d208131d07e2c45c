"""Sub-flows: from a step's wish to the child execution that the step's commit creates."""

from __future__ import annotations

import uuid
from typing import Any

from allma_site.common.ids import new_id
from allma_site.common.problems import Problem
from executions.batches import NewExecution
from executions.blobs import Externaliser
from executions.engine.views import Run
from executions.inputs import input_errors
from executions.store import Claim
from flows.definition.errors import PermanentStepError
from flows.definition.scope import materialise, resolve
from flows.freeze import Frozen, freeze
from flows.steps.base import StartChild

MAX_DEPTH = 10


def plan_child(claimed: Claim, run: Run, plan: StartChild, *, seq: int, externaliser: Externaliser) -> NewExecution:
    """The child of a START_SUB_FLOW or START_FLOW_EXECUTION.

    PermanentStepError: `sub_flow_too_deep`, `invalid_sub_flow_input`, `sub_flow_not_found`, `flow_not_published`, …
    """
    if claimed.depth >= MAX_DEPTH:
        raise PermanentStepError("sub_flow_too_deep", f"Sub-flows may be nested {MAX_DEPTH} deep.")
    frozen = _frozen(claimed, run, plan)
    given = resolve(plan.input)
    errors = input_errors(materialise(given) if frozen.input_schema is not None else given, frozen.input_schema)
    if errors:
        details = {"errors": [{"path": error.path, "message": error.message} for error in errors]}
        message = f"The sub-flow refuses its input at {errors[0].path or '/'}: {errors[0].message}"
        raise PermanentStepError("invalid_sub_flow_input", message, details=details)
    return NewExecution(
        id=new_id(),
        workspace_id=claimed.workspace_id,
        flow_id=frozen.flow_id,
        flow_version=frozen.version,
        definition_id=frozen.definition_id,
        input=externaliser.value(given),
        trigger="sub_flow",
        max_concurrent=frozen.max_concurrent,
        depth=claimed.depth + 1,
        parent_id=claimed.id,
        parent_seq=seq,
        parent_sync=plan.sync,
    )


def _frozen(claimed: Claim, run: Run, plan: StartChild) -> Frozen:
    try:
        flow_id = uuid.UUID(plan.flow_id)
    except ValueError:
        raise PermanentStepError("sub_flow_not_found", f"{plan.flow_id!r} is not the id of a flow.") from None
    bound: dict[str, Any] = run.program.bindings.get("flows", {})
    version = plan.version if plan.version is not None else bound.get(plan.flow_id)
    try:
        return freeze(workspace_id=claimed.workspace_id, flow_id=flow_id, version=version)
    except Problem as problem:
        code = "sub_flow_not_found" if problem.status == 404 else problem.code
        raise PermanentStepError(code, f"The sub-flow cannot start: {problem.detail}") from None
