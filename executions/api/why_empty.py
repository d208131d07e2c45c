"""Why an expression of a run found nothing."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from typing import Annotated, Any, Literal

from drf_spectacular.utils import OpenApiParameter, extend_schema
from pydantic import StringConstraints
from rest_framework.response import Response

from allma_site.common.api import ApiModel, Moment, WorkspaceRequest, WorkspaceView
from executions.api.lineage import TAGS, scope_seen
from executions.api.presenting import View, listed_allowance, view_of, view_of_id
from executions.api.wire import NO_NUL, Seq
from executions.contexts import Moment as RunMoment
from executions.hidden_texts import Allowance
from executions.models import Execution
from executions.redaction import Redaction
from executions.why_empty_services import Asked, LastResolved, WhyEmpty, why_empty
from flows.definition.mapping_event import EventKind
from flows.definition.scope import Scope
from workspaces.roles import Role

EventText = Literal["INPUT", "LITERAL", "OUTPUT", "TEMPLATE", "CONDITION"]


class WhyEmptyQuery(ApiModel):
    """A visit, and one of its mapping events or an expression of one's own."""

    seq: Seq
    target: Annotated[str, StringConstraints(max_length=2000, pattern=NO_NUL)] | None = None
    kind: EventText | None = None
    expression: Annotated[str, StringConstraints(min_length=1, max_length=4000, pattern=NO_NUL)] | None = None


class PlaceWriterOut(ApiModel):
    """A step that writes the place that is missing. `seq` is null for one that this run has not visited."""

    step_instance_id: str
    seq: int | None


class LastResolvedOut(ApiModel):
    """A run of the flow in which the expression found something, and the beginning of what it found."""

    execution_id: uuid.UUID
    seq: int
    ended_at: Moment | None
    value: str


class WhyEmptyOut(ApiModel):
    """Why an expression found nothing: the part of it that leads somewhere, the segment that does not, what is there.

    `found` is true when it does find something; then `reason` says so and the rest is empty.
    """

    expression: str
    kind: EventText
    found: bool
    resolved_prefix: str | None
    failed_segment: str | None
    keys_there: list[str]
    nearest: str | None
    reason: str
    writers: list[PlaceWriterOut]
    last_resolved: LastResolvedOut | None


class WhyEmptyView(WorkspaceView):
    """Why an expression found nothing."""

    required_roles = {"GET": Role.VIEWER}

    @extend_schema(
        operation_id="execution_why_empty",
        tags=TAGS,
        parameters=[
            OpenApiParameter("seq", int, required=True, description="The visit."),
            OpenApiParameter("target", str, description="The target of one of its mapping events."),
            OpenApiParameter("kind", str, enum=["INPUT", "LITERAL", "OUTPUT", "TEMPLATE", "CONDITION"]),
            OpenApiParameter(
                "expression", str, description="Instead of a target: any expression; `kind` INPUT if absent."
            ),
        ],
        responses={200: WhyEmptyOut},
    )
    def get(self, request: WorkspaceRequest, execution_id: uuid.UUID) -> Response:
        """Which segment failed, which keys were there, who writes that place, the last run in which it was found."""
        query = self.query(WhyEmptyQuery)
        view = view_of_id(request, execution_id)
        asked = Asked(query.seq, query.target, EventKind(query.kind) if query.kind else None, query.expression)
        return Response(_why_out(why_empty(view.execution, asked, RequestEyes(request)), view.hidden))


@dataclass(frozen=True, slots=True)
class RequestEyes:
    """What the sender of a request may see of runs."""

    request: WorkspaceRequest
    allowance: Allowance = field(default_factory=listed_allowance)
    views: dict[uuid.UUID, View] = field(default_factory=dict)

    def context(self, execution: Execution, moment: RunMoment) -> Scope:
        """A context and its views, masked for viewers."""
        return scope_seen(self._view(execution), moment)

    def output(self, execution: Execution, step_id: str, output: Any) -> Any:
        """What a step gave, masked for viewers."""
        view = self._view(execution)
        if not view.hidden:
            return output
        return view.shown.masked(output, lambda value: view.hidden.output(value, step_id))

    def _view(self, execution: Execution) -> View:
        if execution.pk not in self.views:
            self.views[execution.pk] = view_of(self.request, execution, allowance=self.allowance)
        return self.views[execution.pk]


def _why_out(found: WhyEmpty, hidden: Redaction) -> WhyEmptyOut:
    failure, last = found.failure, found.last_resolved
    plain = {
        "expression": found.expression,
        "kind": found.kind.value,
        "found": failure is None,
        "resolvedPrefix": failure.prefix if failure else None,
        "failedSegment": failure.segment if failure else None,
        "keysThere": list(failure.keys_there) if failure else [],
        "nearest": failure.nearest if failure else None,
        "reason": failure.reason if failure else "It finds something.",
        "writers": [{"stepInstanceId": each.step, "seq": each.seq} for each in found.writers],
    }
    return WhyEmptyOut.model_validate({**hidden.texts(plain), "lastResolved": _last_out(last) if last else None})


def _last_out(last: LastResolved) -> LastResolvedOut:
    return LastResolvedOut(execution_id=last.execution_id, seq=last.seq, ended_at=last.ended_at, value=last.value)
