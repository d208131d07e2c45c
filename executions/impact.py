"""What a version would have done to the last runs of its flow: each replayed against it, alike outcomes together."""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from executions.models import Execution, ExecutionKind
from executions.replay_services import SECONDS, Target, replayed, target_of, version_document
from executions.replay_verdicts import PointKind, Replayed, ReplayVerdict
from executions.sandbox_services import slots

IMPACT_SECONDS = 15.0
"""How long all replays of one answer may take."""

MAX_RUNS = 200


@dataclass(frozen=True, slots=True)
class RunImpact:
    """One run and what its replay came to, without the values of the replay."""

    execution: Execution
    verdict: ReplayVerdict
    reason: str
    at: ImpactPoint | None


@dataclass(frozen=True, slots=True)
class ImpactPoint:
    """Where a run would have gone another way; see `Point`."""

    seq: int | None
    path: str
    step: str
    step_name: str
    kind: PointKind
    message: str
    said: str | None


@dataclass(frozen=True, slots=True)
class ImpactGroup:
    """Runs that would have gone another way in the same manner. `runs` are the newest first."""

    verdict: ReplayVerdict
    step: str | None
    step_name: str | None
    kind: PointKind | None
    message: str
    runs: tuple[uuid.UUID, ...]


@dataclass(frozen=True, slots=True)
class Impact:
    """The last runs replayed; `ran_out_of_time` says that there were more."""

    runs: list[RunImpact]
    groups: list[ImpactGroup]
    ran_out_of_time: bool
    redacts: bool
    """Whether the version hides parts of its runs from viewers."""


def impact(*, workspace_id: uuid.UUID, flow_id: uuid.UUID, number: int, last: int) -> Impact:
    """The newest ended runs of a flow against a version. Raises NotFound, Invalid, TooManyRequests."""
    with slots.one():
        target = target_of(workspace_id, version_document(workspace_id, flow_id, number))
        redacts = bool(target.program.definition.redact_paths)
        ends_at = time.monotonic() + IMPACT_SECONDS
        runs: list[RunImpact] = []
        for execution in _ended(flow_id, last):
            left = ends_at - time.monotonic()
            if left <= 0:
                return Impact(runs, _groups(runs), True, redacts)
            found = replayed(execution, target, seconds=min(left, SECONDS))
            if found.verdict is ReplayVerdict.NOT_REPLAYABLE and time.monotonic() >= ends_at:
                return Impact(runs, _groups(runs), True, redacts)
            runs.append(_one(execution, found, target))
    return Impact(runs, _groups(runs), False, redacts)


def _ended(flow_id: uuid.UUID, last: int) -> Iterable[Execution]:
    rows = Execution.objects.filter(flow_id=flow_id, kind=ExecutionKind.RUN, ended_at__isnull=False)
    ids = list(rows.order_by("-created_at", "-pk").values_list("pk", flat=True)[:last])
    for pk in ids:  # one at a time: their inputs may be large
        found = Execution.objects.filter(pk=pk).defer("state").first()
        if found is not None:
            yield found


def _one(execution: Execution, found: Replayed, target: Target) -> RunImpact:
    at = found.at
    point = None
    if at is not None:
        model = target.program.definition.steps.get(at.step)
        name = (model.display_name if model is not None else None) or at.step
        point = ImpactPoint(at.seq, at.path, at.step, name, at.kind, at.message, at.said)
    return RunImpact(execution, found.verdict, found.reason, point)


def _groups(runs: Iterable[RunImpact]) -> list[ImpactGroup]:
    """Those that are not the same, the largest group first."""
    groups: dict[tuple[object, ...], list[RunImpact]] = {}
    for run in runs:
        if run.verdict is not ReplayVerdict.SAME:
            at = run.at
            key = (run.verdict, at.step if at else None, at.kind if at else None, run.reason)
            groups.setdefault(key, []).append(run)
    return [_group(found) for found in sorted(groups.values(), key=len, reverse=True)]


def _group(found: list[RunImpact]) -> ImpactGroup:
    first, at = found[0], found[0].at
    return ImpactGroup(
        verdict=first.verdict,
        step=at.step if at else None,
        step_name=at.step_name if at else None,
        kind=at.kind if at else None,
        message=first.reason,
        runs=tuple(run.execution.pk for run in found),
    )
