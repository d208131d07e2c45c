"""Bulk jobs: one action on many runs, item by item, stage by stage. Only `executions.store_bulk` changes them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from allma_site.common.ids import new_id
from allma_site.common.tenancy import WorkspaceManager
from executions.rows import Row


class BulkAction(models.TextChoices):
    """What is done to each run."""

    REDRIVE = "redrive"
    CANCEL = "cancel"
    DELETE = "delete"


class BulkStatus(models.TextChoices):
    """RUNNING: a worker takes it up. COMPLETED: nothing is left. STOPPED: by a person or by its failures."""

    RUNNING = "RUNNING"
    COMPLETED = "COMPLETED"
    STOPPED = "STOPPED"


class ItemStatus(models.TextChoices):
    """STARTED: its new run has not ended. SKIPPED: there was nothing to do, `message` says why."""

    PENDING = "PENDING"
    STARTED = "STARTED"
    SUCCEEDED = "SUCCEEDED"
    FAILED = "FAILED"
    SKIPPED = "SKIPPED"


class BulkJob(Row):
    """A job. `stages` is a JSON array of how many items each stage has; null, the last, is the rest of them.

    The lease is as a run's: whoever changes the job or an item says the `epoch` of its claim. The counts are of the
    items and change in the same transaction as these. `filter` is the JSON object the items were found by, or NULL.
    `actor` is the JSON array [kind, id, name] of who asked.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey("workspaces.Workspace", on_delete=models.CASCADE, related_name="+", db_index=False)
    action = models.CharField(max_length=8, choices=BulkAction.choices)
    status = models.CharField(max_length=9, choices=BulkStatus.choices, default=BulkStatus.RUNNING)
    filter = models.TextField(null=True)
    version = models.CharField(max_length=12, default="original")
    stages = models.TextField(default="[null]")
    stage = models.PositiveSmallIntegerField(default=0)
    stage_ended = models.PositiveIntegerField(default=0, help_text="Items of this stage that ended well or badly.")
    stage_failed = models.PositiveIntegerField(default=0)
    max_failure_rate = models.FloatField(null=True)
    reason = models.TextField(default="")
    total = models.PositiveIntegerField(default=0)
    succeeded = models.PositiveIntegerField(default=0)
    failed = models.PositiveIntegerField(default=0)
    skipped = models.PositiveIntegerField(default=0)
    actor = models.TextField()
    created_by = models.CharField(max_length=200)
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    moved_at = models.DateTimeField()
    epoch = models.BigIntegerField(default=0)
    lease_owner = models.CharField(max_length=64, null=True)
    lease_until = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)

    objects = WorkspaceManager["BulkJob"]()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="bulk_over_is_at_rest",
                condition=Q(status="RUNNING", ended_at__isnull=True, due_at__isnull=False)
                | Q(status__in=["COMPLETED", "STOPPED"], ended_at__isnull=False, due_at__isnull=True),
            ),
            models.CheckConstraint(
                name="bulk_counts_up_to_total",
                condition=Q(total__gte=F("succeeded") + F("failed") + F("skipped")),
            ),
            models.CheckConstraint(
                name="bulk_failure_rate",
                condition=Q(max_failure_rate__isnull=True) | Q(max_failure_rate__gte=0, max_failure_rate__lte=1),
            ),
        ]
        indexes: ClassVar = [
            models.Index(name="bulk_due", fields=["due_at"], condition=Q(due_at__isnull=False)),
            models.Index(name="bulk_newest", fields=["workspace", "-created_at", "-id"]),
            models.Index(name="bulk_moved", fields=["workspace", "moved_at"]),
        ]


class BulkItem(Row):
    """One run of a job. The ids are no foreign keys: the item outlives both runs."""

    id = models.BigAutoField(primary_key=True)
    job = models.ForeignKey(BulkJob, on_delete=models.CASCADE, related_name="items", db_index=False)
    number = models.PositiveIntegerField()
    stage = models.PositiveSmallIntegerField(default=0)
    execution_id = models.UUIDField()
    status = models.CharField(max_length=9, choices=ItemStatus.choices, default=ItemStatus.PENDING)
    new_execution_id = models.UUIDField(null=True)
    message = models.TextField(default="")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(name="bulk_item_number", fields=["job", "number"]),
            models.UniqueConstraint(name="bulk_item_once", fields=["job", "execution_id"]),
            models.UniqueConstraint(
                name="bulk_new_execution_once", fields=["new_execution_id"], condition=Q(new_execution_id__isnull=False)
            ),
            models.CheckConstraint(
                name="bulk_started_has_execution", condition=~Q(status="STARTED") | Q(new_execution_id__isnull=False)
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                name="bulk_item_open", fields=["job", "stage", "number"], condition=Q(status__in=["PENDING", "STARTED"])
            )
        ]
