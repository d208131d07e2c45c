"""What a redrive from a visit would run, inherit and send again, told before anybody confirms it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max, Q

from executions.codec import loads
from executions.engine.program import Step
from executions.engine.redrive import runs_again
from executions.engine.status import LIVE
from executions.loading import program
from executions.models import Execution, ExecutionKind, StepExecution
from executions.redrive_chunks import Spread
from executions.redrive_plans import Plan
from flows.steps.http_config import HttpCallConfig
from flows.steps.llm_config import LlmInvocationConfig

STARTS = frozenset({"START_SUB_FLOW", "START_FLOW_EXECUTION"})
"""Steps without an effect of their own whose child may have any."""

MAX_SUMMARY = 200


@dataclass(frozen=True, slots=True)
class Again:
    """A step that may run, how often it did from the visit on, and what it sends (empty: nothing)."""

    step: str
    name: str
    step_type: str
    side_effects: str
    before: int
    summary: str = ""


@dataclass(frozen=True, slots=True)
class Preview:
    """`inherited` counts visits by step; `again` begins with the step of the visit itself. `notes`: code to message."""

    plan: Plan
    inherited: Mapping[str, int]
    again: tuple[Again, ...]
    notes: Mapping[str, str]


def preview(plan: Plan) -> Preview:
    """What this redrive would do. Nothing is run, and effects are told without secrets."""
    compiled = program(plan.frozen.definition_id)
    before = _visits_from(plan)
    names = runs_again(compiled, plan.target.step)
    steps = [compiled.step(one) for one in names if one in compiled.definition.steps]
    noted = _noted(plan, [step.id for step in steps if _sends(step)])
    return Preview(
        plan=plan,
        inherited=_inherited(plan),
        again=tuple(_again(step, before[step.id], noted.get(step.id, {})) for step in steps),
        notes=_notes(plan),
    )


def _inherited(plan: Plan) -> Mapping[str, int]:
    """Visits that stay, by step in the order of their first."""
    rows = StepExecution.objects.filter(execution_id=plan.execution.pk).order_by("seq")
    there = rows.filter(seq__lt=plan.target.seq).values_list("step_instance_id", flat=True)
    counted = Counter(there.iterator())
    kept = set(plan.kept)
    inside = rows.filter(seq__gt=plan.target.seq) if kept else rows.none()
    counted.update(step for seq, step in inside.values_list("seq", "step_instance_id") if seq in kept)
    counted.update(_kept_in_chunks(plan))
    return counted


def _kept_in_chunks(plan: Plan) -> Counter[str]:
    """Visits that stay in the chunks of a distributed fork."""
    chunks = plan.reopened.chunks if plan.reopened is not None else ()
    return Counter(step for chunk in chunks for step in chunk.kept.values())


def _visits_from(plan: Plan) -> Counter[str]:
    """How often each step ran from the visit on, those in chunks of distributed forks included."""
    own = StepExecution.objects.filter(execution_id=plan.execution.pk, seq__gte=plan.target.seq)
    counted = Counter(own.values_list("step_instance_id", flat=True).iterator())
    if plan.kept:
        kept = set(plan.kept)
        counted.subtract(step for seq, step in own.values_list("seq", "step_instance_id") if seq in kept)
    spread = plan.branches if isinstance(plan.branches, Spread) else None
    whose = Q(parent_id=plan.execution.pk, parent_seq__gte=plan.target.seq)
    if spread is not None and spread.maker.pk != plan.execution.pk:
        whose |= Q(parent_id=spread.maker.pk, parent_seq=plan.target.seq)
    chunks = Execution.objects.filter(whose, kind=ExecutionKind.CHUNK)
    inside = StepExecution.objects.filter(execution__in=chunks).values_list("step_instance_id")
    counted.update(dict(inside.annotate(times=Count("id")).order_by()))
    counted.subtract(_kept_in_chunks(plan))
    return counted


def _again(step: Step, before: int, noted: Mapping[str, Any]) -> Again:
    return Again(
        step=step.id,
        name=step.model.display_name or step.id,
        step_type=step.type.type,
        side_effects=str(step.effects),
        before=before,
        summary=_summary(step, noted)[:MAX_SUMMARY] if _sends(step) else "",
    )


def _sends(step: Step) -> bool:
    return not step.model.disabled and (not step.pure or step.type.type in STARTS)


def _summary(step: Step, noted: Mapping[str, Any]) -> str:
    """What a step sends: as it was recorded last, else as it is configured. Never a query, which may hold a secret."""
    if isinstance(step.config, HttpCallConfig):
        url = (noted.get("request") or {}).get("url") or step.config.api_url_template.template
        return f"{step.config.api_http_method} {_without_query(url)}"
    if isinstance(step.config, LlmInvocationConfig):
        return f"{step.config.llm_provider} {step.config.model_id}"
    return step.type.label


def _noted(plan: Plan, steps: Iterable[str]) -> Mapping[str, Mapping[str, Any]]:
    """What the last visit of each step recorded; nothing by another definition, where a step may be another one."""
    if plan.execution.definition_id != plan.frozen.definition_id:
        return {}
    rows = StepExecution.objects.filter(execution_id=plan.execution.pk)
    last = rows.filter(step_instance_id__in=steps).values_list("step_instance_id").annotate(last=Max("seq")).order_by()
    seqs = [seq for _, seq in last]
    return {step: loads(text) for step, text in rows.filter(seq__in=seqs).values_list("step_instance_id", "metadata")}


def _without_query(url: str) -> str:
    base = url.partition("?")[0].partition("#")[0]
    scheme, marks, rest = base.partition("://")
    host, slash, path = rest.partition("/")
    return f"{scheme}{marks}{host.rpartition('@')[2]}{slash}{path}"


def _notes(plan: Plan) -> dict[str, str]:
    notes = {}
    if plan.target.asked is not None:
        notes["moved_to_fork"] = (
            f"{plan.target.asked} is inside a fork, so the redrive begins at the fork {plan.target.step!r}."
        )
    if plan.execution.status in LIVE:
        notes["still_running"] = "The original run is not over. It goes on beside the redrive."
    return notes
