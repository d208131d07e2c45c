"""How many runs and visits there were, counted by time, so that a dashboard need not look at each of them.

A row counts what happened in `slot`, which is so many whole `span` minutes after 1970 (UTC). The same is counted by the
minute (for three hours), by the hour, by the quarter of a day and by the day. `durations` is a histogram (see
`executions.histograms`): a JSON object from the number of a bucket to how many are in it. Only
`executions.store_rollups` writes these rows.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from executions.rows import Row

MINUTE, HOUR, QUARTER, DAY = 1, 60, 360, 1440
SPANS = (MINUTE, HOUR, QUARTER, DAY)
NO_BUCKET = -1
"""Stands for the bucket of what has no duration."""


class RollupMark(Row):
    """One row: every event up to `done` is counted, none behind it."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    done = models.BigIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(name="one_rollup_mark", condition=models.Q(id=1))]


class RunRollup(Row):
    """Runs of a flow: those created in the slot, and those that ended in it by how they ended.

    `durations` are of the completed ones.
    """

    id = models.BigAutoField(primary_key=True)
    workspace = models.ForeignKey("workspaces.Workspace", on_delete=models.CASCADE, related_name="+", db_index=False)
    span = models.PositiveSmallIntegerField()
    slot = models.BigIntegerField()
    flow = models.ForeignKey("flows.Flow", on_delete=models.CASCADE, related_name="+", db_index=False)
    created = models.BigIntegerField()
    completed = models.BigIntegerField()
    failed = models.BigIntegerField()
    cancelled = models.BigIntegerField()
    timed_out = models.BigIntegerField()
    quarantined = models.BigIntegerField()
    durations = models.TextField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(name="run_rollup_once", fields=["workspace", "span", "slot", "flow"]),
            models.CheckConstraint(name="run_rollup_span", condition=models.Q(span__in=SPANS)),
        ]
        indexes: ClassVar = [
            models.Index(name="run_rollup_minutes", fields=["slot"], condition=models.Q(span=MINUTE)),
        ]


class StepRollup(Row):
    """Visits of a step that ended in the slot, counted when their run ends; inherited and skipped ones are not.

    `durations` are of visits that completed. Cost is in billionths of a US dollar.
    """

    id = models.BigAutoField(primary_key=True)
    workspace = models.ForeignKey("workspaces.Workspace", on_delete=models.CASCADE, related_name="+", db_index=False)
    span = models.PositiveSmallIntegerField()
    slot = models.BigIntegerField()
    flow = models.ForeignKey("flows.Flow", on_delete=models.CASCADE, related_name="+", db_index=False)
    step_instance_id = models.CharField(max_length=64)
    step_type = models.CharField(max_length=64)
    visits = models.BigIntegerField()
    failed = models.BigIntegerField()
    input_tokens = models.BigIntegerField()
    output_tokens = models.BigIntegerField()
    nano_usd = models.BigIntegerField()
    durations = models.TextField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="step_rollup_once",
                fields=["workspace", "span", "slot", "flow", "step_instance_id", "step_type"],
            ),
            models.CheckConstraint(name="step_rollup_span", condition=models.Q(span__in=SPANS)),
        ]
        indexes: ClassVar = [
            models.Index(name="step_rollup_minutes", fields=["slot"], condition=models.Q(span=MINUTE)),
        ]
