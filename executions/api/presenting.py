"""One answer's way of showing values: where large ones are, and what this reader may not see."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.conf import settings

from allma_site.common.api import WorkspaceRequest
from connections.masking import MASK
from executions import contexts, deliveries, hidden_texts, selectors
from executions.api.shapes import ChildOut, ExecutionDetail, ExecutionOut, Lineage, RedriveOut, summary
from executions.api.shapes_steps import StepDetail, step_fields
from executions.codec import loads
from executions.engine.status import StepStatus
from executions.hidden_texts import Allowance, TooMuchToLookThrough
from executions.inheritance import definition_id_of, whole_run
from executions.models import Execution, StepExecution
from executions.records import read_part
from executions.redaction import AllHidden, Redaction
from executions.values import WHOLE_BYTES, Shown
from flows.definition.errors import StepError
from flows.definition.json_patch import json_patch
from flows.definition.scope import MISSING, Lazy
from workspaces.roles import Role


@dataclass(frozen=True, slots=True)
class View:
    """A run, as the sender of this request may see it."""

    execution: Execution
    shown: Shown
    hidden: Redaction

    def root(self, root: dict[str, Any]) -> Any:
        """A context."""
        return self.shown.masked(root, self.hidden.context) if self.hidden else self.shown.value(root)


def view_of(
    request: WorkspaceRequest, execution: Execution, *, whole_bytes: int = 0, allowance: Allowance | None = None
) -> View:
    """How a run is shown: large values whole up to so many bytes in all. The runs of a list share an `allowance`."""
    base = request.build_absolute_uri(f"/api/v1/executions/{execution.pk}/blobs/")
    shown = Shown(execution.workspace_id, lambda sha256: f"{base}{sha256}/", whole_bytes=whole_bytes)
    hidden = selectors.redaction_for(request.role, execution)
    return _knowing(View(execution, shown, hidden), allowance or Allowance())


def listed_allowance() -> Allowance:
    """For the runs of a list, together."""
    return Allowance(visits=4 * hidden_texts.MAX_VISITS, size=2 * hidden_texts.MAX_BYTES)


def _knowing(view: View, allowance: Allowance) -> View:
    """Where something is hidden, the view with the run looked through.

    So what the paths find in it at any time is masked wherever else it stands: in texts that were made of it, and at
    the places it came from. What a chunk has, it has from its run, which alone says under which names that was hidden.
    """
    if not view.hidden:
        return view
    try:
        hidden_texts.learn(view.hidden, whole_run(view.execution), allowance)
    except (StepError, TooMuchToLookThrough):  # nobody can tell what is to be hidden, so all is
        return replace(view, hidden=AllHidden())
    return view


def view_of_id(request: WorkspaceRequest, execution_id: UUID, *, whole: bool = False) -> View:
    """The same by id. Raises NotFound."""
    execution = selectors.require_execution(request.workspace.pk, execution_id)
    return view_of(request, execution, whole_bytes=WHOLE_BYTES if whole else 0)


def listed(request: WorkspaceRequest, rows: Iterable[Execution]) -> list[ExecutionOut]:
    """Runs of a page."""
    runs = list(rows)
    progress = selectors.progress_of(runs)
    allowance = listed_allowance()
    views = [view_of(request, run, allowance=allowance) for run in runs]
    return [ExecutionOut(**summary(one.execution, progress[one.execution.pk], one.shown, one.hidden)) for one in views]


def detail(view: View) -> ExecutionDetail:
    """One run with its lineage."""
    execution = view.execution
    progress = selectors.progress_of([execution])[execution.pk]
    children = selectors.children_of(execution.pk)
    return ExecutionDetail(
        **summary(execution, progress, view.shown, view.hidden),
        lineage=Lineage(
            redrive_of=execution.redrive_of_id,
            redrive_from_seq=execution.redrive_from_seq,
            redrive_context_diff=_edited(view),
            redrives=[_redrive(one) for one in selectors.redrives_of(execution.pk)],
            parent_id=execution.parent_id,
            parent_seq=execution.parent_seq,
            children=[
                ChildOut(
                    id=child.pk,
                    flow_id=child.flow_id,
                    flow_version=child.flow_version,
                    status=child.status,
                    seq=child.parent_seq,
                )
                for child in children
            ],
        ),
        event_seq=execution.seq,
        cancel_requested_at=execution.cancel_requested_at,
        pause_requested_at=execution.pause_requested_at,
    )


def _redrive(row: Execution) -> RedriveOut:
    return RedriveOut(
        id=row.pk,
        status=row.status,
        flow_version=row.flow_version,
        from_seq=row.redrive_from_seq,
        created_at=row.created_at,
    )


def _edited(view: View) -> list[dict[str, Any]] | None:
    """What was edited when a run was redriven. Where something is hidden, the difference is that of the masked."""
    text = view.execution.redrive_context_diff
    if text is None:
        return None
    patch: list[dict[str, Any]] = loads(text)
    return context_diff(view, *contexts.edited(view.execution)) if patch and view.hidden else patch


def step_detail(request: WorkspaceRequest, view: View, row: StepExecution) -> StepDetail:
    """One visit, whole."""
    before, after = contexts.around(view.execution, row)
    hidden, shown = view.hidden, view.shown
    difference = context_diff(view, before, after)
    values = {"input": row.input, "output": row.output, "pointers": row.pointers}
    given, output = (read_part(values, name, contexts.fetch_of(view.execution)) for name in ("input", "output"))
    return StepDetail(
        **step_fields(row, hidden),
        input=_shown(given, shown, hidden, hidden.context),
        output=_shown(output, shown, hidden, lambda value: hidden.output(value, row.step_instance_id)),
        context_diff=difference,
        mapping_events=[_event(event, hidden) for event in loads(row.mapping_events)],
        metadata=_metadata(request, row, hidden),
        attempt_log=hidden.beside(loads(row.attempt_log)),
        logs=hidden.beside(loads(row.logs)),
        config=_config(view.execution, row),
    )


def _config(execution: Execution, row: StepExecution) -> dict[str, Any] | None:
    """The step as it ran: an inherited visit ran by the definition of the run that made it."""
    definition = selectors.definition_of(definition_id_of(execution, row.seq))
    config: dict[str, Any] | None = definition.get("steps", {}).get(row.step_instance_id)
    return config


def _shown(value: Any, shown: Shown, hidden: Redaction, mask: Any) -> Any:
    if value is MISSING:
        return None
    return shown.masked(value, mask) if hidden else shown.value(value)


def _event(event: Mapping[str, Any], hidden: Redaction) -> dict[str, Any]:
    if not hidden:
        return dict(event)
    kept = {key: value for key, value in event.items() if key != "operands"}
    masked: dict[str, Any] = {**hidden.texts(kept), "preview": MASK}
    return masked


def _metadata(request: WorkspaceRequest, row: StepExecution, hidden: Redaction) -> dict[str, Any]:
    metadata: dict[str, Any] = loads(row.metadata)
    wait_id = metadata.get("waitId")
    waits = wait_id is not None and row.status == StepStatus.WAITING
    if waits and request.role.allows(Role.OPERATOR):
        token = deliveries.token_of(UUID(wait_id))
        path = f"/api/v1/resume/{token}/"
        base = settings.ENV.public_url.rstrip("/")
        metadata["resumeToken"] = token
        metadata["resumeUrl"] = f"{base}{path}" if base else request.build_absolute_uri(path)
    masked: dict[str, Any] = hidden.beside(metadata)
    return masked


def context_diff(view: View, before: dict[str, Any], after: dict[str, Any]) -> list[dict[str, Any]]:
    """What makes one context of another, as JSON Patch. Large values are compared by what they are, not loaded."""
    if view.hidden:
        return json_patch(view.root(before), view.root(after))
    marks: dict[str, dict[str, Any]] = {}
    patch = json_patch(_marked(before, marks), _marked(after, marks))
    by_identity = {id(mark): sha256 for sha256, mark in marks.items()}
    for operation in patch:
        if "value" in operation:
            operation["value"] = _unmarked(operation["value"], view.shown, marks, by_identity)
    return patch


def _marked(value: Any, marks: dict[str, dict[str, Any]]) -> Any:
    """Each large value as one and the same object, so that it is equal to itself and to nothing else."""
    if type(value) is Lazy:
        return marks.setdefault(value.sha256, {"sha256": value.sha256, "bytes": value.bytes})
    if isinstance(value, dict):
        changed = {key: _marked(child, marks) for key, child in value.items()}
        return value if all(changed[key] is value[key] for key in value) else changed
    if isinstance(value, list):
        items = [_marked(child, marks) for child in value]
        return value if all(a is b for a, b in zip(items, value, strict=True)) else items
    return value


def _unmarked(value: Any, shown: Shown, marks: dict[str, dict[str, Any]], by_identity: Mapping[int, str]) -> Any:
    sha256 = by_identity.get(id(value))
    if sha256 is not None:
        return shown.named(Lazy(sha256=sha256, bytes=marks[sha256]["bytes"], load=lambda _: None))
    if isinstance(value, dict):
        return {key: _unmarked(child, shown, marks, by_identity) for key, child in value.items()}
    if isinstance(value, list):
        return [_unmarked(child, shown, marks, by_identity) for child in value]
    return value
