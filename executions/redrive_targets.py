"""Where a redrive begins, and by which definition it goes on."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from allma_site.common.problems import Conflict, FieldError, Invalid
from allma_site.common.versioned import VersionStatus
from executions.models import Execution, ExecutionKind, StepExecution
from flows.freeze import Frozen, freeze, load_frozen
from flows.models import FlowVersion
from flows.selectors import require_flow

ORIGINAL, PUBLISHED, DRAFT = "original", "published", "draft"
NAMES = ("seq", "path", "step_instance_id", "step_type", "status")


@dataclass(frozen=True, slots=True)
class Target:
    """The visit of the main path that a redrive begins at. `asked`: the path of the visit inside it that was named."""

    seq: int
    step: str
    is_fork: bool
    asked: str | None = None


def find_target(execution: Execution, *, seq: int | None, step: str | None) -> Target:
    """The visit of this number, or the last one of this step; one in a branch means its fork. Raises Invalid."""
    if (seq is None) == (step is None):
        raise Invalid.field("/seq", "send either seq or stepInstanceId.")
    row = _by_seq(execution, seq) if seq is not None else _by_step(execution, str(step))
    if "." not in row["path"]:
        return _target(row)
    rows = StepExecution.objects.filter(execution_id=execution.pk, path=row["path"].partition("[")[0])
    fork = rows.filter(seq__lt=row["seq"]).order_by("-seq").values(*NAMES)[0]
    return _target(fork, asked=row["path"])


def _target(row: dict[str, Any], asked: str | None = None) -> Target:
    return Target(row["seq"], row["step_instance_id"], row["step_type"] == "PARALLEL_FORK_MANAGER", asked)


def _by_seq(execution: Execution, seq: int) -> dict[str, Any]:
    row: dict[str, Any] | None = StepExecution.objects.filter(execution_id=execution.pk, seq=seq).values(*NAMES).first()
    if row is None:
        there = f"It has 1 to {execution.visits}." if execution.visits else "It has made none; redrive it as a whole."
        raise Invalid.field("/seq", f"the run has no visit {seq}. {there}")
    return row


def _by_step(execution: Execution, step: str) -> dict[str, Any]:
    rows = StepExecution.objects.filter(step_instance_id=step).order_by("-seq")
    row = rows.filter(execution_id=execution.pk).values(*NAMES).first()
    return row if row is not None else _by_seq(execution, _fork_of_chunk(execution, step))


def _fork_of_chunk(execution: Execution, step: str) -> int:
    """The last visit of a distributed fork whose chunks came to a step."""
    chunks = Execution.objects.filter(parent_id=execution.pk, kind=ExecutionKind.CHUNK, steps__step_instance_id=step)
    seq = chunks.order_by("-parent_seq").values_list("parent_seq", flat=True).first()
    if seq is None:
        raise Invalid.field("/stepInstanceId", f"the run never came to the step {step!r}. Name one that it visited.")
    return int(seq)


def chosen_version(execution: Execution, version: str | int) -> Frozen:
    """The definition a redrive goes on by.

    Raises Conflict `flow_archived`, `flow_not_published`, `flow_has_no_draft`, NotFound for a number there is not, and
    Unprocessable for a draft with errors.
    """
    if version == ORIGINAL:
        return _original(execution)
    number = None if version == PUBLISHED else _draft(execution.flow_id) if version == DRAFT else int(version)
    return freeze(workspace_id=execution.workspace_id, flow_id=execution.flow_id, version=number)


def _draft(flow_id: uuid.UUID) -> int:
    rows = FlowVersion.objects.filter(entity_id=flow_id, status=VersionStatus.DRAFT)
    number = rows.order_by("-number").values_list("number", flat=True).first()
    if number is None:
        raise Conflict("The flow has no draft. Edit it first, or choose another version.", code="flow_has_no_draft")
    return int(number)


def _original(execution: Execution) -> Frozen:
    flow = require_flow(execution.workspace_id, execution.flow_id)
    if flow.archived_at is not None:
        raise Conflict("The flow is archived. Restore it before you start it.", code="flow_archived")
    frozen = load_frozen(execution.definition_id)
    return Frozen(
        flow_id=execution.flow_id,
        version=execution.flow_version,
        definition_id=execution.definition_id,
        definition=frozen.definition,
        bindings=frozen.bindings,
        text_hash=frozen.hash,
        input_schema=frozen.definition.get("inputSchema"),
        max_concurrent=execution.max_concurrent,
    )


def require_step(frozen: Frozen, step: str) -> None:
    """Raises Conflict `step_not_in_version` naming the step."""
    if step in frozen.definition.get("steps", {}):
        return
    raise Conflict(
        f"Version {frozen.version} has no step {step!r}. Choose another version, or an earlier step of the run.",
        code="step_not_in_version",
        errors=[FieldError("/version", f"has no step {step!r}.")],
    )
