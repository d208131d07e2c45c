"""The rows of runs. Only `executions.store` writes them; JSON is kept as text so that key order stays.

A NULL text column says "nothing was written", which an empty text would not: `""` is no JSON.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from allma_site.common.ids import new_id
from executions.engine.status import FINAL, Status, StepStatus
from executions.models_bulk import BulkAction, BulkItem, BulkJob, BulkStatus, ItemStatus
from executions.models_redrive import InheritedPart
from executions.models_rollups import RollupMark, RunRollup, StepRollup
from executions.models_searching import SavedSearch, SearchTerm, TermKind
from executions.models_upkeep import Blob, StartKey, Worker
from executions.models_waiting import Join, ReceivedEvent, Timer, Wait, WaitStatus
from executions.rows import Row

__all__ = [
    "Blob",
    "BulkAction",
    "BulkItem",
    "BulkJob",
    "BulkStatus",
    "ContextSnapshot",
    "Execution",
    "ExecutionEvent",
    "ExecutionKind",
    "InheritedPart",
    "ItemStatus",
    "Join",
    "ReceivedEvent",
    "RollupMark",
    "RunRollup",
    "SavedSearch",
    "SearchTerm",
    "StartKey",
    "StepExecution",
    "StepRollup",
    "TermKind",
    "Timer",
    "Wait",
    "WaitStatus",
    "Worker",
]

FINAL_VALUES = sorted(str(status) for status in FINAL)


def _choices(kind: type) -> list[tuple[str, str]]:
    return [(str(one), str(one)) for one in kind]  # type: ignore[attr-defined]


class ExecutionKind(models.TextChoices):
    """A run a person can see, or a chunk of a distributed fork."""

    RUN = "RUN"
    CHUNK = "CHUNK"


class Execution(Row):
    """A run: its identity, its lease (`epoch`, `lease_*`), when it is due, and where it is (`state`)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey("workspaces.Workspace", on_delete=models.CASCADE, related_name="+", db_index=False)
    flow = models.ForeignKey("flows.Flow", on_delete=models.CASCADE, related_name="executions", db_index=False)
    flow_version = models.PositiveIntegerField()
    definition = models.ForeignKey("flows.FrozenDefinition", on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=8, choices=ExecutionKind.choices, default=ExecutionKind.RUN)
    status = models.CharField(max_length=12, choices=_choices(Status), default=Status.QUEUED)
    trigger = models.CharField(max_length=32, default="api")
    labels = models.TextField(default="{}")
    priority = models.SmallIntegerField(default=0)
    quick = models.BooleanField(default=False, help_text="Milliseconds of pure steps: may share a commit with others.")
    input = models.TextField()
    input_pointers = models.TextField(null=True)
    flow_variables = models.TextField(default="{}")
    output = models.TextField(null=True)
    output_pointers = models.TextField(null=True)
    error = models.TextField(null=True)
    error_step = models.CharField(max_length=64, null=True)
    error_name = models.CharField(max_length=64, null=True)
    error_fingerprint = models.CharField(max_length=32, null=True, help_text="The same for failures that are alike.")
    state = models.TextField(null=True)
    current_step = models.CharField(max_length=64, null=True)
    seq = models.BigIntegerField(default=0, help_text="Number of the last event.")
    visits = models.BigIntegerField(default=0, help_text="Number of the last visit.")
    snapshot_seq = models.BigIntegerField(default=0)
    epoch = models.BigIntegerField(default=0)
    lease_owner = models.CharField(max_length=64, null=True)
    lease_until = models.DateTimeField(null=True)
    next_run_at = models.DateTimeField(null=True)
    wake_seq = models.BigIntegerField(default=0)
    crash_count = models.PositiveSmallIntegerField(default=0)
    cancel_requested_at = models.DateTimeField(null=True)
    pause_requested_at = models.DateTimeField(null=True)
    max_concurrent = models.PositiveIntegerField(null=True)
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    depth = models.PositiveSmallIntegerField(default=0)
    parent = models.ForeignKey("self", on_delete=models.CASCADE, null=True, related_name="children", db_index=False)
    parent_seq = models.BigIntegerField(null=True)
    parent_sync = models.BooleanField(default=False)
    redrive_of = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, related_name="redrives", db_index=False
    )
    redrive_from_seq = models.BigIntegerField(
        null=True, help_text="The visit a redrive began at; those before it are the other run's."
    )
    redrive_context_diff = models.TextField(
        null=True, help_text="What was edited in the context of that visit, as JSON Patch."
    )

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="execution_final_is_at_rest",
                condition=~Q(status__in=FINAL_VALUES)
                | Q(ended_at__isnull=False, lease_until__isnull=True, next_run_at__isnull=True),
            ),
            models.CheckConstraint(
                name="execution_ended_is_final", condition=Q(ended_at__isnull=True) | Q(status__in=FINAL_VALUES)
            ),
            models.CheckConstraint(
                name="execution_lease_has_owner",
                condition=Q(lease_owner__isnull=True, lease_until__isnull=True)
                | Q(lease_owner__isnull=False, lease_until__isnull=False),
            ),
            models.CheckConstraint(
                name="execution_redrive_is_whole",
                condition=Q(redrive_from_seq__isnull=True, redrive_context_diff__isnull=True)
                | Q(redrive_from_seq__gte=1, redrive_context_diff__isnull=False),
            ),
            models.CheckConstraint(
                name="execution_chunk_has_parent", condition=Q(kind="RUN") | Q(parent__isnull=False)
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                name="execution_due", fields=["workspace", "next_run_at"], condition=Q(next_run_at__isnull=False)
            ),
            models.Index(name="execution_leased", fields=["workspace"], condition=Q(lease_until__isnull=False)),
            models.Index(name="execution_newest", fields=["workspace", "-created_at", "-id"]),
            models.Index(name="execution_of_flow", fields=["flow", "kind", "-created_at", "-id"]),
            # A completed run is most of them, a queued or running one changes at once: their lists go by time.
            models.Index(
                name="execution_by_status",
                fields=["workspace", "status", "-created_at", "-id"],
                condition=~Q(status__in=["QUEUED", "RUNNING", "COMPLETED"]),
            ),
            models.Index(
                name="execution_of_flow_by_status",
                fields=["flow", "status", "-created_at", "-id"],
                condition=~Q(status__in=["QUEUED", "RUNNING", "COMPLETED"]),
            ),
            models.Index(name="execution_of_version", fields=["flow", "flow_version", "-created_at", "-id"]),
            models.Index(
                name="execution_by_trigger",
                fields=["workspace", "trigger", "-created_at", "-id"],
                condition=~Q(trigger="api"),
            ),
            models.Index(
                name="execution_of_parent", fields=["parent", "-created_at"], condition=Q(parent__isnull=False)
            ),
            models.Index(
                name="execution_redrives", fields=["redrive_of", "-created_at"], condition=Q(redrive_of__isnull=False)
            ),
            models.Index(
                name="execution_queued_of_flow",
                fields=["flow", "created_at"],
                condition=Q(status="QUEUED", max_concurrent__isnull=False),
            ),
            models.Index(
                name="execution_by_fingerprint",
                fields=["workspace", "error_fingerprint", "-created_at"],
                condition=Q(error_fingerprint__isnull=False),
            ),
            # All that the clusters of failures count, so that they need not look at the runs themselves.
            models.Index(
                name="execution_failures",
                fields=["workspace", "ended_at", "error_fingerprint", "flow"],
                condition=Q(error_fingerprint__isnull=False),
            ),
            # The time of a bar of a chart: its runs by how they ended, in no index that has the order of the list.
            models.Index(
                name="execution_by_end",
                fields=["workspace", "status", "ended_at", "created_at", "id"],
                condition=Q(ended_at__isnull=False),
            ),
            models.Index(name="execution_running_of_flow", fields=["flow"], condition=Q(status="RUNNING")),
            models.Index(name="execution_queued", fields=["workspace", "-created_at"], condition=Q(status="QUEUED")),
            models.Index(
                name="execution_by_error",
                fields=["workspace", "error_step", "-created_at", "-id"],
                condition=Q(error_step__isnull=False),
            ),
            models.Index(
                name="execution_by_error_name",
                fields=["workspace", "error_name", "-created_at", "-id"],
                condition=Q(error_name__isnull=False),
            ),
        ]


class StepExecution(Row):
    """One visit of one step. `changes` is what it did to the context: `[keys, kind, payload]`, see `apply_changes`."""

    id = models.BigAutoField(primary_key=True)
    execution = models.ForeignKey(Execution, on_delete=models.CASCADE, related_name="steps", db_index=False)
    seq = models.BigIntegerField()
    epoch = models.BigIntegerField()
    path = models.TextField()
    step_instance_id = models.CharField(max_length=64)
    step_type = models.CharField(max_length=64)
    status = models.CharField(max_length=10, choices=_choices(StepStatus))
    attempts = models.PositiveIntegerField(default=0)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    warning_count = models.PositiveIntegerField(default=0)
    inherited = models.BooleanField(default=False)
    added = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    removed = models.PositiveIntegerField(default=0)
    transition = models.TextField(null=True)
    changes = models.TextField(null=True)
    input = models.TextField(null=True)
    output = models.TextField(null=True)
    result = models.TextField(null=True)
    pointers = models.TextField(null=True)
    error = models.TextField(null=True)
    mapping_events = models.TextField(default="[]")
    metadata = models.TextField(default="{}")
    attempt_log = models.TextField(default="[]")
    logs = models.TextField(default="[]")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(name="step_seq_once", fields=["execution", "seq"]),
            models.CheckConstraint(name="step_seq_from_one", condition=Q(seq__gte=1)),
        ]


class ExecutionEvent(Row):
    """What happened, numbered without gaps from 1 within an execution; a terminal one is the last."""

    id = models.BigAutoField(primary_key=True)
    execution = models.ForeignKey(Execution, on_delete=models.CASCADE, related_name="events", db_index=False)
    seq = models.BigIntegerField()
    epoch = models.BigIntegerField()
    type = models.CharField(max_length=40)
    at = models.DateTimeField()
    data = models.TextField(default="{}")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(name="event_seq_once", fields=["execution", "seq"])]


class ContextSnapshot(Row):
    """The main context after visit `seq`; 0 is the start."""

    id = models.BigAutoField(primary_key=True)
    execution = models.ForeignKey(Execution, on_delete=models.CASCADE, related_name="snapshots", db_index=False)
    seq = models.BigIntegerField()
    data = models.TextField()
    pointers = models.TextField(null=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(name="snapshot_once", fields=["execution", "seq"])]
