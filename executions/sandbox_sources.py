"""Where a sandbox run takes its definition and its context from: a draft, a version, a moment of a recorded run."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from allma_site.common.problems import Conflict, FieldError, Invalid, NotFound
from allma_site.common.versioned import VersionStatus
from executions import contexts, selectors
from executions.contexts import Side
from executions.models import Execution, StepExecution
from executions.redaction import Redaction
from flows import checking, presets
from flows import selectors as flow_selectors
from flows.checking import Oversize
from flows.definition.json_patch import pointer
from flows.definition.scope import MISSING, VIEWS, materialise
from workspaces.roles import Role


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a step sees besides its own configuration. `path` is the live path it is on; `run` the recorded run."""

    root: dict[str, Any]
    given: Mapping[str, Any]
    path: str = ""
    item: Any = MISSING
    index: int | None = None
    error: Mapping[str, Any] | None = None
    run: RecordedRun | None = None


@dataclass(frozen=True, slots=True)
class RecordedRun:
    """The run a context was taken from, as `$.execution` shows it."""

    id: str
    flow_id: str
    flow_version: int
    started_at: datetime
    trigger: str


def runnable(workspace_id: uuid.UUID, flow_id: uuid.UUID, version: int | None) -> tuple[int, dict[str, Any]]:
    """The number and the definition that a start of the flow would run. `version` None is the published one.

    Raises NotFound, Conflict `flow_archived` or `flow_not_published`, Unprocessable for a draft with errors.
    """
    flow = flow_selectors.require_flow(workspace_id, flow_id)
    if flow.archived_at is not None:
        raise Conflict("The flow is archived. Restore it before you start it.", code="flow_archived")
    number = version if version is not None else flow.published_version
    if number is None:
        detail = f"The flow {flow.name!r} has no published version. Publish one, or name a version."
        raise Conflict(detail, code="flow_not_published")
    found = flow_selectors.require_version(workspace_id, flow_id, number)
    if found.status == VersionStatus.DRAFT:
        return number, checking.runnable_draft(workspace_id, flow_id, number)
    return number, flow_selectors.runnable_of(found)


def stored(workspace_id: uuid.UUID, flow_id: uuid.UUID, version: int) -> dict[str, Any]:
    """A version's definition: a draft's as it was saved, another's with its presets as published. NotFound."""
    return flow_selectors.runnable_of(flow_selectors.require_version(workspace_id, flow_id, version))


def with_presets(workspace_id: uuid.UUID, definition: dict[str, Any]) -> dict[str, Any]:
    """The definition with its step presets laid under, as a start would. Raises Invalid naming the step."""
    _refuse(checking.oversize(definition))
    laid = flow_selectors.presets(workspace_id, presets.references(definition))
    inherited, most = presets.inherited_bytes(definition, laid), checking.limits().max_bytes
    _refuse(Oversize(False, inherited, most) if inherited > most else None)
    resolved = presets.resolve(definition, laid)
    if resolved.missing:
        message = "names a step definition that this workspace does not have. Choose another, or remove it."
        paths = [pointer(("definition", "steps", step, "stepDefinitionId")) for step in resolved.missing]
        raise Invalid(f"{paths[0]}: {message}", errors=[FieldError(path, message) for path in paths])
    return resolved.definition


def _refuse(oversize: Oversize | None) -> None:
    if oversize is not None:
        raise Invalid.field("/definition", oversize.problem().message)


def typed(context: Mapping[str, Any]) -> Surroundings:
    """A context as somebody wrote it; what is written under the names of views is shown as those views."""
    root = {key: value for key, value in context.items() if key not in VIEWS}
    plain = {key: value for key, value in root.items() if key not in ("steps_output", "flow_variables")}
    given, index, error = context.get("initialContextData"), context.get("currentIndex"), context.get("error")
    return Surroundings(
        root=root,
        given=given if isinstance(given, dict) else plain,
        item=context.get("currentItem", MISSING),
        index=index if type(index) is int else 0 if "currentItem" in context else None,
        error=error if isinstance(error, dict) else None,
    )


def recorded(execution: Execution, role: Role, *, step_id: str | None, seq: int | None) -> Surroundings:
    """The context just before a visit of a recorded run, without what is hidden from the role.

    `seq` None is the last visit of the step. Raises NotFound.
    """
    number = seq if seq is not None else _last_visit(execution, step_id)
    found = contexts.moment(execution, seq=number, side=Side.BEFORE)
    path = StepExecution.objects.filter(execution_id=execution.pk, seq=number).values_list("path", flat=True).first()
    hidden = selectors.redaction_for(role, execution)
    root, views = _shown(found.root, found.views, hidden)
    about = found.views["execution"]
    return Surroundings(
        root=root,
        given=views["initialContextData"],
        path=contexts.cursor_of(path or ""),
        item=views.get("currentItem", MISSING),
        index=found.views.get("currentIndex"),
        error=views.get("error"),
        run=RecordedRun(
            id=about["id"],
            flow_id=about["flowId"],
            flow_version=about["flowVersion"],
            started_at=datetime.fromisoformat(about["startedAt"]),
            trigger=about["trigger"],
        ),
    )


def _last_visit(execution: Execution, step_id: str | None) -> int:
    rows = StepExecution.objects.filter(execution_id=execution.pk, step_instance_id=step_id)
    found: int | None = rows.order_by("-seq").values_list("seq", flat=True).first()
    if found is None:
        raise NotFound(f"The run has no visit of the step {step_id}. Name another run, or a seq.")
    return found


def _shown(
    root: dict[str, Any], views: Mapping[str, Any], hidden: Redaction
) -> tuple[dict[str, Any], Mapping[str, Any]]:
    if not hidden:
        return root, views
    given = hidden.context(views["initialContextData"])
    masked = hidden.context(root)
    rest = hidden.texts(materialise({key: value for key, value in views.items() if key != "initialContextData"}))
    return masked if isinstance(masked, dict) else {}, {**rest, "initialContextData": _object(given)}


def _object(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}
