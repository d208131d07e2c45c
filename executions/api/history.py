"""What happened in a run: visits, contexts, events; and expressions on any of its moments."""

from __future__ import annotations

import uuid

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.response import Response

from allma_site.common.api import WorkspaceRequest, WorkspaceView
from allma_site.common.pagination import Page
from allma_site.common.problems import Invalid
from allma_site.common.schema import PAGE_PARAMETERS
from executions import contexts, selectors
from executions.api.presenting import View, context_diff, step_detail, view_of_id
from executions.api.shapes import ContextOut, DiffOut, EvaluateOut, EventOut
from executions.api.shapes_steps import StepDetail, StepOut
from executions.api.wire import ContextQuery, DiffQuery, EvaluateBody, EventQuery, StepQuery
from executions.contexts import Side
from flows.definition.scope import VIEWS, materialise
from flows.evaluate import evaluate
from workspaces.roles import Role

TAGS = ["executions"]


class StepList(WorkspaceView):
    """The visits of a run."""

    required_roles = {"GET": Role.VIEWER}

    @extend_schema(
        operation_id="execution_steps_list",
        tags=TAGS,
        parameters=[
            *PAGE_PARAMETERS,
            OpenApiParameter("path", str, description="This path, or all that begin with it if it ends with `*`."),
            OpenApiParameter("branch", str, description="One way: empty is the main one, `fork[3]` a branch."),
            OpenApiParameter("stepInstanceId", str, description="Visits of this step."),
            OpenApiParameter("status", str, description="One status, or several with commas."),
        ],
        responses={200: Page[StepOut]},
    )
    def get(self, request: WorkspaceRequest, execution_id: uuid.UUID) -> Response:
        """One row for each visit, in their order."""
        query = self.query(StepQuery)
        view = view_of_id(request, execution_id)
        rows = selectors.steps(
            execution_id,
            path=query.path,
            branch=query.branch,
            step=query.step_instance_id,
            statuses=query.status.split(",") if query.status else (),
        )
        return self.page(rows, lambda row: StepOut.of(row, view.hidden), ordering=("seq",))


class StepView(WorkspaceView):
    """One visit."""

    required_roles = {"GET": Role.VIEWER}

    @extend_schema(operation_id="execution_steps_read", tags=TAGS, responses={200: StepDetail})
    def get(self, request: WorkspaceRequest, execution_id: uuid.UUID, seq: int) -> Response:
        """Input, output, what it changed, how values got there, attempts, and its configuration as run."""
        view = view_of_id(request, execution_id, whole=True)
        row = selectors.require_step(execution_id, seq)
        return Response(step_detail(request, view, row))


class ContextView(WorkspaceView):
    """The context of a run."""

    required_roles = {"GET": Role.VIEWER}

    @extend_schema(
        operation_id="execution_context",
        tags=TAGS,
        parameters=[
            OpenApiParameter("seq", int, description="Of this visit; 0 is the start; absent is the last."),
            OpenApiParameter("side", str, enum=["before", "after"], description="`after` if absent."),
        ],
        responses={200: ContextOut},
    )
    def get(self, request: WorkspaceRequest, execution_id: uuid.UUID) -> Response:
        """The context before or after any visit; inside a fork, the branch's own."""
        query = self.query(ContextQuery)
        view = view_of_id(request, execution_id, whole=True)
        found = contexts.moment(view.execution, seq=query.seq, side=Side(query.side))
        return Response(ContextOut(seq=found.seq, side=found.side, context=view.root(found.root)))


class DiffView(WorkspaceView):
    """Two moments of a run beside each other."""

    required_roles = {"GET": Role.VIEWER}

    @extend_schema(
        operation_id="execution_diff",
        tags=TAGS,
        parameters=[
            OpenApiParameter("from", int, required=True, description="After this visit; 0 is the start."),
            OpenApiParameter("to", int, required=True, description="After this visit."),
        ],
        responses={200: DiffOut},
    )
    def get(self, request: WorkspaceRequest, execution_id: uuid.UUID) -> Response:
        """What makes the context after `to` of that after `from`, as JSON Patch."""
        query = self.query(DiffQuery)
        view = view_of_id(request, execution_id)
        before = contexts.moment(view.execution, seq=query.from_)
        after = contexts.moment(view.execution, seq=query.to)
        patch = context_diff(view, before.root, after.root)
        return Response(DiffOut.model_validate({"from": query.from_, "to": query.to, "patch": patch}))


class EventList(WorkspaceView):
    """The event log of a run."""

    required_roles = {"GET": Role.VIEWER}

    @extend_schema(
        operation_id="execution_events_list",
        tags=TAGS,
        parameters=[*PAGE_PARAMETERS, OpenApiParameter("after", int, description="Events behind this `seq`.")],
        responses={200: Page[EventOut]},
    )
    def get(self, request: WorkspaceRequest, execution_id: uuid.UUID) -> Response:
        """Events in order; `seq` has no gaps."""
        query = self.query(EventQuery)
        view = view_of_id(request, execution_id)
        rows = selectors.events(execution_id, after=query.after)
        return self.page(rows, lambda row: EventOut.of(row, view.hidden), ordering=("seq",))


class EvaluateView(WorkspaceView):
    """What an expression gives."""

    required_roles = {"POST": Role.VIEWER}

    @extend_schema(operation_id="evaluate", tags=TAGS, request=EvaluateBody, responses={200: EvaluateOut})
    def post(self, request: WorkspaceRequest) -> Response:
        """The value on a context or on a moment of a run and, when there is none, why."""
        body = self.body(EvaluateBody)
        if (body.context is None) == (body.execution_id is None):
            raise Invalid.field("/context", "send either context or executionId.")
        if body.context is not None:
            root = {name: value for name, value in body.context.items() if name not in VIEWS}
            views = {name: value for name, value in body.context.items() if name in VIEWS}
            found = evaluate(kind=body.kind, expression=body.expression, context=root, views=views)
            return Response(EvaluateOut(**found))
        return Response(EvaluateOut(**self._on_run(request, body)))

    def _on_run(self, request: WorkspaceRequest, body: EvaluateBody) -> dict[str, object]:
        view = view_of_id(request, body.execution_id or uuid.UUID(int=0), whole=True)
        found = contexts.moment(view.execution, seq=body.seq, side=Side(body.side))
        root, views = found.root, dict(found.views)
        if view.hidden:
            given = view.root(views.pop("initialContextData"))
            masked = view.root(root)
            root = masked if isinstance(masked, dict) else {}
            views = {"initialContextData": given, **view.hidden.beside(materialise(views))}
        answer = evaluate(kind=body.kind, expression=body.expression, context=root, views=views)
        return _plain(answer, view)


def _plain(answer: dict[str, object], view: View) -> dict[str, object]:
    return {**answer, "value": view.shown.value(answer["value"])}
