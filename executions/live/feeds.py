"""What a socket reads: the events of one run, or of all runs of a workspace, behind a position."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from typing import Any, Protocol

from django.db.models import Max

from allma_site.common.clock import iso
from executions.frames import event_data
from executions.live.horizon import HORIZON
from executions.live.job_watch import JobWatch
from executions.models import ExecutionEvent, ExecutionKind
from executions.redaction import Redaction

PAGE = 500

Frame = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Page:
    """Frames in order; one without `seq` has no place in it. `again`: more is to be read, now or in a moment."""

    frames: list[Frame]
    again: bool


class Feed(Protocol):
    """`subject` is what hints name; a frame's `seq` is the position behind it."""

    @property
    def subject(self) -> uuid.UUID: ...

    def start(self) -> int: ...

    def read(self, after: int) -> Page: ...


@dataclass(frozen=True, slots=True)
class RunFeed:
    """The event log of one run; `seq` has no gaps."""

    subject: uuid.UUID
    hidden: Redaction

    def start(self) -> int:
        """Where a subscription without `after` begins: at the beginning."""
        return 0

    def read(self, after: int) -> Page:
        """The next events behind a position."""
        rows = ExecutionEvent.objects.filter(execution_id=self.subject, seq__gt=after).order_by("seq")
        found = list(rows.values_list("seq", "type", "at", "data")[:PAGE])
        frames = [
            {**event_data(data, self.hidden), "seq": seq, "type": kind, "at": iso(at)} for seq, kind, at, data in found
        ]
        return Page(frames, again=len(frames) == PAGE)


@dataclass(frozen=True, slots=True)
class WorkspaceFeed:
    """The events of all runs of a workspace, by the numbers the database gave them: those have gaps, the feed has none.

    On PostgreSQL a number can become visible after a higher one; the horizon holds frames back until none can.
    How bulk jobs move is told beside the events, without a number: only the last state counts.
    """

    subject: uuid.UUID
    jobs: JobWatch = field(default_factory=JobWatch, compare=False)

    def start(self) -> int:
        """Where a subscription without `after` begins: now."""
        found: int | None = ExecutionEvent.objects.aggregate(last=Max("id"))["last"]
        return found or 0

    def read(self, after: int) -> Page:
        """The next events behind a position."""
        limit, moving = HORIZON.look()
        rows = ExecutionEvent.objects.filter(
            execution__workspace_id=self.subject, execution__kind=ExecutionKind.RUN, id__gt=after
        )
        rows = rows if limit is None else rows.filter(id__lte=limit)
        names = ("id", "execution_id", "execution__flow_id", "execution__status", "type", "at", "seq")
        found = list(rows.order_by("id").values_list(*names)[:PAGE])
        frames = [
            {
                "seq": number,
                "executionId": str(execution),
                "flowId": str(flow),
                "status": status,
                "type": kind,
                "at": iso(at),
                "eventSeq": seq,
            }
            for number, execution, flow, status, kind, at, seq in found
        ]
        return Page([*frames, *self.jobs.moved(self.subject)], again=moving or len(frames) == PAGE)
