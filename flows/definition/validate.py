"""Validation: one pure function that finds the problems of any JSON. Source: flow-definition, section 10."""

from __future__ import annotations

import json
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from flows.definition.catalog import Catalog, StepKind
from flows.definition.checking import CheckedStep, Checking
from flows.definition.findings import Findings
from flows.definition.limits import DEFAULT_LIMITS, Limits, deeper_than
from flows.definition.model import DefaultStepConfig, FlowDefinition, Group, StepInstance
from flows.definition.problems import Problem, Severity, has_errors, quoted
from flows.definition.references import References, Versions
from flows.definition.refusals import details, report
from flows.definition.rules_expressions import Expressions
from flows.definition.rules_graph import check_graph
from flows.definition.rules_marks import Mark, marked
from flows.definition.rules_references import check_references
from flows.definition.rules_steps import find_kind, lacking_fields, read_config
from flows.definition.rules_warnings import check_warnings

__all__ = ["Limits", "Problem", "References", "Severity", "Versions", "has_errors", "validate"]

P = TypeVar("P", bound=BaseModel)
_JSON_NAMES = {list: "a list", str: "a text", bool: "a boolean", int: "a number", float: "a number", type(None): "null"}


def validate(
    document: Any,
    *,
    catalog: Catalog,
    known: References | None = None,
    publishing: bool = False,
    limits: Limits = DEFAULT_LIMITS,
) -> list[Problem]:
    """The problems of a definition, errors first, at most 500. Never raises, whatever JSON it is given.

    `known` None leaves references to prompts, flows and connections unchecked. `publishing` adds what only a
    published version must not have. A document over a limit is not looked into further.
    """
    findings = Findings()
    if _within_limits(document, limits, findings):
        check = _read(document, catalog=catalog, known=known, publishing=publishing, findings=findings)
        _apply_rules(check)
    return findings.report()


def _apply_rules(check: Checking) -> None:
    expressions = Expressions(check.findings)
    for mark in check.marks():
        expressions.check(mark)
    expressions.finish()
    check_references(check)
    check_graph(check)
    check_warnings(check)
    for step in check.steps.values():
        _single_step(check, step)


def _single_step(check: Checking, step: CheckedStep) -> None:
    base = ("steps", step.id)
    own_id = step.raw.get("stepInstanceId")
    if isinstance(own_id, str) and own_id != step.id:
        check.findings.add("key_differs_from_id", base, key=quoted(step.id), id=quoted(own_id))
    if check.publishing and "pinnedOutput" in step.raw:
        check.findings.add("pinned_output", (*base, "pinnedOutput"))
    branches = step.raw.get("parallelBranches")
    seen: set[str] = set()
    for index, branch in enumerate(branches if isinstance(branches, list) else ()):
        name = branch.get("branchId") if isinstance(branch, dict) else None
        if isinstance(name, str) and name in seen:
            check.findings.add("duplicate_branch_id", (*base, "parallelBranches", index, "branchId"), id=quoted(name))
        seen |= {name} if isinstance(name, str) else set()


def _within_limits(document: Any, limits: Limits, findings: Findings) -> bool:
    """Whether the document is a JSON object of a size that may be looked into."""
    if not isinstance(document, dict):
        findings.add("document_not_object", (), found=_JSON_NAMES.get(type(document), "no JSON"))
        return False
    if deeper_than(document, limits.max_depth):
        findings.add("document_too_deep", (), limit=limits.max_depth)
        return False
    try:
        size = len(json.dumps(document, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode())
    except (TypeError, ValueError) as error:
        findings.add("document_not_json", (), reason=str(error))
        return False
    if size > limits.max_bytes:
        findings.add("document_too_large", (), size=size, limit=limits.max_bytes)
        return False
    steps = document.get("steps")
    if isinstance(steps, dict) and len(steps) > limits.max_steps:
        findings.add("too_many_steps", ("steps",), count=len(steps), limit=limits.max_steps)
        return False
    return True


def _read(
    document: dict[str, Any], *, catalog: Catalog, known: References | None, publishing: bool, findings: Findings
) -> Checking:
    """The document as far as its models take it; what they refuse is reported."""
    definition = _definition(document, findings)
    raw_steps = document.get("steps")
    raw: dict[str, Any] = raw_steps if isinstance(raw_steps, dict) else {}
    steps = {
        step_id: _step(step_id, raw[step_id], model, catalog, findings) for step_id, model in definition.steps.items()
    }
    without_steps = {name: value for name, value in document.items() if name != "steps"}
    return Checking(
        document=document,
        definition=definition,
        steps=steps,
        step_ids=list(raw_steps) if isinstance(raw_steps, dict) else None,
        flow_marks=tuple(marked(FlowDefinition, without_steps)),
        catalog=catalog,
        known=known,
        publishing=publishing,
        findings=findings,
    )


def _step(step_id: str, raw: dict[str, Any], model: StepInstance, catalog: Catalog, findings: Findings) -> CheckedStep:
    base = ("steps", step_id)
    marks: list[Mark] = list(marked(StepInstance, raw, base))
    kind: StepKind | None = None
    config: BaseModel | None = None
    if isinstance(raw.get("stepType"), str):
        kind = find_kind(step_id, model, catalog=catalog, findings=findings)
    if kind is not None:
        config = read_config(step_id, model, kind, findings=findings)
        lacking = {(*base, name) for name in lacking_fields(model)}
        marks.extend(mark for mark in marked(kind.config, raw, base) if mark.keys not in lacking)
    return CheckedStep(step_id, raw, model, kind, config, tuple(marks))


def _definition(document: dict[str, Any], findings: Findings) -> FlowDefinition:
    try:
        return FlowDefinition.parse(document)
    except ValidationError as error:
        report(details(error), document, base=(), findings=findings)
        return _salvaged(document)


def _salvaged(document: dict[str, Any]) -> FlowDefinition:
    """What can be read of a definition that its model refuses: enough for the rules about steps and ways."""
    raw_steps, start = document.get("steps"), document.get("startStepInstanceId")
    steps = {
        step_id: _salvaged_step(step_id, raw)
        for step_id, raw in (raw_steps.items() if isinstance(raw_steps, dict) else ())
        if isinstance(raw, dict)
    }
    return FlowDefinition.model_construct(
        steps=steps,
        start_step_instance_id=start if isinstance(start, str) else "",
        default_step_config=_part(DefaultStepConfig, document.get("defaultStepConfig")),
        groups=_groups(document.get("groups")),
    )


def _groups(raw: Any) -> list[Group]:
    return [group for each in raw if (group := _part(Group, each))] if isinstance(raw, list) else []


def _salvaged_step(step_id: str, raw: dict[str, Any]) -> StepInstance:
    """The step without the fields that are refused."""
    kept = {**raw, "stepInstanceId": "step", "stepType": raw.get("stepType", "?")}
    try:
        step = StepInstance.model_validate(kept, by_alias=True, by_name=False)
    except ValidationError as error:
        refused = {name for each in details(error) for name in each["loc"][:1]}
        kept = {name: value for name, value in kept.items() if name not in refused}
        kept.setdefault("stepType", "?")
        step = StepInstance.model_validate(kept, by_alias=True, by_name=False)
    return step.model_copy(update={"step_instance_id": step_id})


def _part(model: type[P], raw: Any) -> P | None:
    try:
        return model.model_validate(raw, by_alias=True, by_name=False)
    except ValidationError:
        return None
