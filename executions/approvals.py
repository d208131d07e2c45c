"""Runs that wait for somebody's word: which there are, and giving one its payload."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from allma_site.common.problems import NotFound
from connections.masking import MASK
from executions import deliveries
from executions.codec import loads
from executions.deliveries import Delivery
from executions.inheritance import whole_run
from executions.models import Execution, StepExecution, Timer, Wait, WaitStatus
from executions.selectors import definition_of, redaction_for
from executions.store_waits import ACTIVE
from executions.units import units_of
from workspaces import audit
from workspaces.actors import Actor
from workspaces.roles import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """An open wait, as the one who asks may see it. `execution_id` is the run, also for a wait of one of its chunks."""

    id: uuid.UUID
    execution_id: uuid.UUID
    flow_id: uuid.UUID
    flow_name: str
    step_instance_id: str
    step_name: str
    correlation_key: str
    message: str | None
    payload_schema: Mapping[str, Any] | None
    since: datetime
    expires_at: datetime | None
    may_decide: bool


def open_waits(workspace_id: uuid.UUID, *, execution_id: uuid.UUID | None = None) -> QuerySet[Wait]:
    """What runs of a workspace wait for; of one run, with all chunks of its forks. Early events are none."""
    # Both conditions on the status: the partial index is over the active ones.
    rows = Wait.objects.filter(workspace_id=workspace_id, status__in=ACTIVE).filter(status=WaitStatus.OPEN)
    if execution_id is not None:
        rows = rows.filter(execution_id__in=units_of(execution_id))
    return rows.filter(execution__isnull=False).select_related("execution__flow")


def described(waits: Sequence[Wait], role: Role) -> list[Approval]:
    """Waits with their steps, in three queries however many there are."""
    ids = [wait.execution_id for wait in waits if wait.execution_id is not None]
    visits = StepExecution.objects.filter(execution_id__in=ids, seq__in=[wait.seq for wait in waits])
    rows = visits.values_list("execution_id", "seq", "step_instance_id")
    steps: dict[tuple[Any, Any], str] = {(execution, seq): step for execution, seq, step in rows}
    timers = Timer.objects.filter(execution_id__in=ids, path__in=[wait.path for wait in waits])
    due: dict[tuple[Any, Any], datetime] = {
        (execution, path): at for execution, path, at in timers.values_list("execution_id", "path", "due_at")
    }
    return [
        _approval(
            wait,
            wait.execution,
            steps.get((wait.execution_id, wait.seq), ""),
            due.get((wait.execution_id, wait.path)),
            role,
        )
        for wait in waits
        if wait.execution is not None
    ]


def _approval(wait: Wait, execution: Execution, step_id: str, due_at: datetime | None, role: Role) -> Approval:
    step = definition_of(execution.definition_id).get("steps", {}).get(step_id) or {}
    return Approval(
        id=wait.pk,
        execution_id=whole_run(execution).pk,
        flow_id=execution.flow_id,
        flow_name=execution.flow.name,
        step_instance_id=step_id,
        step_name=step.get("displayName") or step_id,
        correlation_key=MASK if redaction_for(role, execution) else wait.key,
        message=step.get("description") or None,
        payload_schema=loads(wait.payload_schema) if wait.payload_schema else None,
        since=wait.created_at,
        expires_at=due_at,
        may_decide=role.allows(Role.OPERATOR),
    )


def decide(*, workspace_id: uuid.UUID, approval_id: uuid.UUID, payload: Any, actor: Actor) -> Delivery:
    """Give a wait its payload; the audit says who did. What the run does with it is the flow's affair.

    Raises NotFound, Conflict `already_decided` or `wait_over`, and Invalid `payload_refused`.
    """
    rows = Wait.objects.filter(pk=approval_id, workspace_id=workspace_id, execution__isnull=False)
    wait = rows.select_related("execution").first()
    if wait is None or wait.execution is None:
        raise NotFound(f"There is no approval {approval_id}.")
    target, details = str(whole_run(wait.execution).pk), {"approval": str(wait.pk), "seq": wait.seq}

    def noted() -> None:
        audit.record(workspace=workspace_id, actor=actor, action="approval.decide", target=target, details=details)

    return deliveries.decide(wait=wait, payload=payload, also=noted)
