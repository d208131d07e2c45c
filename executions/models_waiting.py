"""What runs wait for: timers, events from outside, the chunks of a distributed fork."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from allma_site.common.ids import new_id
from executions.rows import Row


class Timer(Row):
    """Something a path waits for: a delay, a retry, a poll, the time-out of a wait."""

    id = models.BigAutoField(primary_key=True)
    execution = models.ForeignKey(
        "executions.Execution", on_delete=models.CASCADE, related_name="timers", db_index=False
    )
    path = models.TextField()
    kind = models.CharField(max_length=8)
    due_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(name="timer_of_path", fields=["execution", "path"])]


class WaitStatus(models.TextChoices):
    """BUFFERED: an event came early. OPEN: somebody waits. RESOLVED: it came, the run has not taken it up yet."""

    BUFFERED = "BUFFERED"
    OPEN = "OPEN"
    RESOLVED = "RESOLVED"
    CONSUMED = "CONSUMED"
    CANCELLED = "CANCELLED"


class Wait(Row):
    """A correlation key: an event somebody waits for, or one that came early."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey("workspaces.Workspace", on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=512)
    status = models.CharField(max_length=9, choices=WaitStatus.choices)
    execution = models.ForeignKey("executions.Execution", on_delete=models.CASCADE, null=True, related_name="waits")
    path = models.TextField(default="")
    seq = models.BigIntegerField(null=True)
    payload_schema = models.TextField(null=True)
    payload = models.TextField(null=True)
    payload_pointers = models.TextField(null=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True, help_text="Until when an early event is kept.")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="one_wait_for_a_key", fields=["workspace", "key"], condition=Q(status__in=["OPEN", "BUFFERED"])
            ),
            models.CheckConstraint(
                name="wait_has_execution", condition=Q(status="BUFFERED") | Q(execution__isnull=False)
            ),
        ]


class ReceivedEvent(Row):
    """An event id that was used, so that a repeat is refused."""

    id = models.BigAutoField(primary_key=True)
    workspace = models.ForeignKey("workspaces.Workspace", on_delete=models.CASCADE, related_name="+", db_index=False)
    event_id = models.CharField(max_length=200)
    created_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(name="event_id_once", fields=["workspace", "event_id"])]


class Join(Row):
    """A distributed fork: how many of its chunks are still out. Changed in each chunk's terminal transaction."""

    id = models.BigAutoField(primary_key=True)
    execution = models.ForeignKey(
        "executions.Execution", on_delete=models.CASCADE, related_name="joins", db_index=False
    )
    path = models.TextField()
    seq = models.BigIntegerField()
    chunks = models.PositiveIntegerField()
    chunks_left = models.PositiveIntegerField()
    items = models.PositiveBigIntegerField()
    failed_items = models.PositiveBigIntegerField(default=0)
    tolerated = models.PositiveBigIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(name="join_of_visit", fields=["execution", "seq"]),
            models.CheckConstraint(name="join_counts_down", condition=Q(chunks_left__lte=F("chunks"))),
        ]
