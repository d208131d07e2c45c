"""What a run that was redriven from a visit has from the runs before it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from executions.rows import Row


class InheritedPart(Row):
    """Visits `first` to `last` of a run were made by another one, which need no longer be there.

    `generation` orders the runs a visit may come from, the oldest is 0. `flow_version`, `definition`, `trigger` and
    `started_at` are those of the run that made them, and `began_at_seq` is the visit that run itself was redriven from.
    """

    id = models.BigAutoField(primary_key=True)
    execution = models.ForeignKey(
        "executions.Execution", on_delete=models.CASCADE, related_name="inherited_parts", db_index=False
    )
    first = models.BigIntegerField()
    last = models.BigIntegerField()
    generation = models.PositiveIntegerField()
    began_at_seq = models.BigIntegerField(null=True)
    run_id = models.UUIDField()
    flow_version = models.PositiveIntegerField()
    definition = models.ForeignKey("flows.FrozenDefinition", on_delete=models.PROTECT, related_name="+", db_index=False)
    trigger = models.CharField(max_length=32)
    started_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(name="inherited_part_once", fields=["execution", "first"]),
            models.CheckConstraint(name="inherited_part_in_order", condition=Q(first__gte=1, last__gte=F("first"))),
        ]
