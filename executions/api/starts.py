"""Starting runs, and waking those that wait."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from allma_site.common.api import WorkspaceRequest, WorkspaceView
from allma_site.common.problems import Invalid
from executions import deliveries, services
from executions.api.shapes import BatchStarted, DeliveryOut, ExecutionDetail, Started
from executions.api.wire import BatchBody, EventBody, ResumeBody, StartBody, StartOptionsBody
from executions.engine.status import Status
from workspaces.api.permissions import Public
from workspaces.roles import Role

if TYPE_CHECKING:
    from executions.deliveries import Delivery

TAGS = ["executions"]
MAX_KEY = 255
KEY = OpenApiParameter(
    "Idempotency-Key",
    str,
    OpenApiParameter.HEADER,
    description="The same key and body give the same runs for 24 hours.",
)
WAIT = OpenApiParameter("wait", int, description="Answer when the run is over, at most after so many seconds (1-60).")


class StartView(WorkspaceView):
    """Starts of a flow."""

    required_roles = {"POST": Role.OPERATOR}

    @extend_schema(
        operation_id="executions_start",
        tags=TAGS,
        parameters=[KEY, WAIT],
        request=StartBody,
        responses={202: Started, 200: ExecutionDetail},
    )
    def post(self, request: WorkspaceRequest, flow_id: uuid.UUID) -> Response:
        """Start a run of the published version, or of the one that is named."""
        body = self.body(StartBody)
        started = services.start(
            workspace_id=request.workspace.pk, flow_id=flow_id, inputs=[body.input], options=options(request, body)
        )
        return Response({"executionId": str(started[0]), "status": Status.QUEUED}, status=202)


class BatchView(WorkspaceView):
    """Starts of a flow with many inputs."""

    required_roles = {"POST": Role.OPERATOR}

    @extend_schema(
        operation_id="executions_start_batch",
        tags=TAGS,
        parameters=[KEY],
        request=BatchBody,
        responses={202: BatchStarted},
    )
    def post(self, request: WorkspaceRequest, flow_id: uuid.UUID) -> Response:
        """Start a run for each input, at most 1,000, all or none."""
        body = self.body(BatchBody)
        started = services.start(
            workspace_id=request.workspace.pk,
            flow_id=flow_id,
            inputs=body.inputs,
            options=options(request, body),
            batch=True,
        )
        return Response({"executionIds": [str(one) for one in started]}, status=202)


def idempotency_key(request: Request) -> str | None:
    """The Idempotency-Key header. Raises Invalid."""
    key = request.headers.get("Idempotency-Key")
    if key is not None and not (0 < len(key) <= MAX_KEY and key.isprintable()):
        raise Invalid.field("Idempotency-Key", f"must be 1 to {MAX_KEY} printable characters.")
    return key


def options(request: Request, body: StartOptionsBody) -> services.StartOptions:
    """What the body and the Idempotency-Key header ask for. Raises Invalid."""
    return services.StartOptions(
        version=body.version,
        flow_variables=body.flow_variables,
        priority=body.priority,
        labels=body.labels,
        idempotency_key=idempotency_key(request),
    )


class EventView(WorkspaceView):
    """Events from outside."""

    required_roles = {"POST": Role.OPERATOR}

    @extend_schema(
        operation_id="events_send", tags=TAGS, request=EventBody, responses={200: DeliveryOut, 202: DeliveryOut}
    )
    def post(self, request: WorkspaceRequest) -> Response:
        """Wake the run that waits for the key (200), or keep the event ten minutes for one that will (202)."""
        body = self.body(EventBody)
        delivery = deliveries.deliver_event(
            workspace_id=request.workspace.pk,
            correlation_key=body.correlation_key,
            payload=body.payload,
            event_id=body.event_id,
        )
        return _answer(delivery)


class ResumeView(WorkspaceView):
    """Signed links. Whoever has one needs no login, and it works once."""

    permission_classes = [Public]
    authentication_classes = []

    @extend_schema(operation_id="waits_resume", tags=TAGS, request=ResumeBody, responses={200: DeliveryOut})
    def post(self, request: Request, token: str) -> Response:
        """Wake the run whose wait this token is of."""
        body = self.body(ResumeBody)
        return _answer(deliveries.resume_by_token(token=token, payload=body.payload))


def _answer(delivery: Delivery) -> Response:
    given = delivery.status is deliveries.DeliveryStatus.DELIVERED
    shape = DeliveryOut(status=delivery.status, execution_id=delivery.execution_id)
    return Response(shape, status=200 if given else 202)
