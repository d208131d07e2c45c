"""How the bulk jobs of a workspace move, for one socket."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from allma_site.common.clock import iso, now
from executions.models import BulkJob

OVERLAP = timedelta(seconds=5)
"""A commit may become visible a little later than another with a later time."""


@dataclass(slots=True)
class JobWatch:
    """Remembers which states of jobs a socket was told."""

    since: datetime = field(default_factory=now)
    told: dict[uuid.UUID, datetime] = field(default_factory=dict)

    def moved(self, workspace_id: uuid.UUID) -> list[dict[str, Any]]:
        """A frame for each job that has moved since the last look."""
        rows = BulkJob.objects.filter(workspace_id=workspace_id, moved_at__gt=self.since - OVERLAP)
        moved = [job for job in rows.order_by("moved_at") if self.told.get(job.pk) != job.moved_at]
        self.told.update((job.pk, job.moved_at) for job in moved)
        if moved:
            self.since = max(self.since, moved[-1].moved_at)
        self.told = {key: at for key, at in self.told.items() if at > self.since - OVERLAP}
        return [_frame(job) for job in moved]


def _frame(job: BulkJob) -> dict[str, Any]:
    return {
        "type": "bulk.progress",
        "at": iso(job.moved_at),
        "jobId": str(job.pk),
        "action": job.action,
        "status": job.status,
        "stage": job.stage,
        "total": job.total,
        "done": job.succeeded + job.failed + job.skipped,
        "succeeded": job.succeeded,
        "failed": job.failed,
        "skipped": job.skipped,
        "reason": job.reason,
    }
