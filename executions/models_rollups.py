"""How many runs and visits there were, counted by time, so that a dashboard need not look at each of them.

A row counts what happened in `slot`, which is so many whole `span` minutes after 1970 (UTC). The same is counted by the
minute (for three hours), by the hour and by the day. Only `executions.rollups` writes these rows.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from executions.rows import Row

MINUTE, HOUR, DAY = 1, 60, 1440
SPANS = (MINUTE, HOUR, DAY)
NO_BUCKET = -1


class RollupMark(Row):
    """One row: every event up to `done` is counted, none behind it."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    done = models.BigIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(name="one_rollup_mark", condition=models.Q(id=1))]


class RunRollup(Row):
    """Runs of a flow: with the status CREATED those that were created in the slot, else those that ended in it.

    `bucket` is the place of the duration in the histogram; only completed runs have one, for others it is -1.
    """

    id = models.BigAutoField(primary_key=True)
    workspace = models.ForeignKey("workspaces.Workspace", on_delete=models.CASCADE, related_name="+", db_index=False)
    span = models.PositiveSmallIntegerField()
    slot = models.BigIntegerField()
    flow = models.ForeignKey("flows.Flow", on_delete=models.CASCADE, related_name="+", db_index=False)
    status = models.CharField(max_length=12)
    bucket = models.SmallIntegerField()
    runs = models.BigIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="run_rollup_once", fields=["workspace", "span", "slot", "flow", "status", "bucket"]
            ),
            models.CheckConstraint(name="run_rollup_span", condition=models.Q(span__in=SPANS)),
        ]
        indexes: ClassVar = [
            models.Index(name="run_rollup_minutes", fields=["slot"], condition=models.Q(span=MINUTE)),
        ]


class StepRollup(Row):
    """Visits of a step that ended in the slot, counted when their run ends; inherited and skipped ones are not.

    `bucket` is of the duration of visits that completed, else -1. Cost is in billionths of a US dollar.
    """

    id = models.BigAutoField(primary_key=True)
    workspace = models.ForeignKey("workspaces.Workspace", on_delete=models.CASCADE, related_name="+", db_index=False)
    span = models.PositiveSmallIntegerField()
    slot = models.BigIntegerField()
    flow = models.ForeignKey("flows.Flow", on_delete=models.CASCADE, related_name="+", db_index=False)
    step_instance_id = models.CharField(max_length=64)
    step_type = models.CharField(max_length=64)
    bucket = models.SmallIntegerField()
    visits = models.BigIntegerField()
    failed = models.BigIntegerField()
    input_tokens = models.BigIntegerField()
    output_tokens = models.BigIntegerField()
    nano_usd = models.BigIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="step_rollup_once",
                fields=["workspace", "span", "slot", "flow", "step_instance_id", "step_type", "bucket"],
            ),
            models.CheckConstraint(name="step_rollup_span", condition=models.Q(span__in=SPANS)),
        ]
        indexes: ClassVar = [
            models.Index(name="step_rollup_minutes", fields=["slot"], condition=models.Q(span=MINUTE)),
        ]
