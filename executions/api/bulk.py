"""Bulk jobs: one action on many runs."""

from __future__ import annotations

import uuid
from typing import Annotated, Any, Literal, Self

from drf_spectacular.utils import OpenApiParameter, extend_schema
from pydantic import AfterValidator, Field, Strict, model_validator
from rest_framework.response import Response

from allma_site.common.api import ApiModel, Moment, WorkspaceRequest, WorkspaceView
from allma_site.common.pagination import Page
from allma_site.common.problems import Forbidden
from allma_site.common.schema import PAGE_PARAMETERS
from connections.masking import MASK
from executions import bulk
from executions.api.starts import KEY, idempotency_key
from executions.api.wire import ExecutionQuery, Version, one_of
from executions.bulk import BulkOptions, Selection
from executions.codec import loads
from executions.models import BulkAction, BulkItem, BulkJob, BulkStatus, ItemStatus
from workspaces.roles import Role

TAGS = ["executions"]
PREVIEW = OpenApiParameter("preview", bool, description="Only say how many runs it would be for.")
MAX_IDS = 1000
DEFAULT_FAILURE_RATE = 0.2
LOOKS_INTO_RUNS = frozenset({"attribute", "search", "error"})
"""Filters by what runs hold."""
StageSize = Annotated[int, Strict(), Field(ge=1, le=bulk.MAX_ITEMS)]


class Canary(ApiModel):
    """First so many runs, then so many more, then the rest. A stage begins when all runs of the one before have ended.

    The job stops by itself when more than `maxFailureRate` (0 to 1) of the ended runs of a stage failed: judged at its
    end, and from the tenth ended run on.
    """

    stages: Annotated[list[StageSize], Field(min_length=1, max_length=5)] = [1, 10]
    max_failure_rate: Annotated[float, Field(ge=0, le=1)] = DEFAULT_FAILURE_RATE


class BulkBody(ApiModel):
    """Either the `ids` of runs, or a `filter` with the parameters of the list of runs: all that it finds now, without
    those of `except`.

    A filter finds live runs to cancel and ended ones to delete; of `ids` the others are skipped. `version` and `canary`
    are of a redrive; the number of a version needs runs of one flow.
    """

    action: BulkAction
    ids: Annotated[list[uuid.UUID], Field(min_length=1, max_length=MAX_IDS)] | None = None
    filter: ExecutionQuery | None = None
    except_: Annotated[list[uuid.UUID], Field(alias="except", max_length=MAX_IDS)] = []
    version: Literal["original", "published", "draft"] | Version = "original"
    canary: Canary | None = None

    @model_validator(mode="after")
    def _is_one_thing(self) -> Self:
        if (self.ids is None) == (self.filter is None):
            raise ValueError("Send either ids or filter.")
        if self.filter is None and self.except_:
            raise ValueError("except is only for a filter.")
        if self.action != BulkAction.REDRIVE and (self.canary is not None or self.version != "original"):
            raise ValueError("version and canary are only for the action redrive.")
        return self

    def selection(self) -> Selection:
        """Which runs."""
        if self.filter is None:
            return Selection(ids=self.ids)
        said = self.filter.model_dump(mode="json", by_alias=True, exclude_none=True, exclude_defaults=True)
        return Selection(filters=self.filter.filters(), without=self.except_, said=said)

    def options(self, *, idempotency_key: str | None) -> BulkOptions:
        """What is done, and how carefully."""
        canary = self.canary
        return BulkOptions(
            action=self.action,
            version=str(self.version),
            stages=(*canary.stages, None) if canary else (None,),
            max_failure_rate=canary.max_failure_rate if canary else None,
            idempotency_key=idempotency_key,
        )


class BulkPreview(ApiModel):
    """How many runs a job would be for, at most 10,000: `exact` is false beyond, or where counting took too long."""

    count: int
    exact: bool


class BulkJobOut(ApiModel):
    """A job. `stage` is the place, from 0, in `stages`: how many runs each has, null for the rest of them.

    `done` is what `succeeded`, `failed` and `skipped` add up to. A redrive succeeded when its new run completed.
    `reason` says why a job was STOPPED.
    """

    id: uuid.UUID
    action: BulkAction
    status: BulkStatus
    stage: int
    stages: list[int | None]
    max_failure_rate: float | None
    total: int
    done: int
    succeeded: int
    failed: int
    skipped: int
    reason: str
    filter: dict[str, Any] | None
    version: str
    created_by: str
    created_at: Moment
    ended_at: Moment | None

    @classmethod
    def of(cls, job: BulkJob, role: Role) -> Self:
        """From the row, as somebody with this role sees it."""
        return cls(
            id=job.pk,
            action=BulkAction(job.action),
            status=BulkStatus(job.status),
            stage=job.stage,
            stages=loads(job.stages),
            max_failure_rate=job.max_failure_rate,
            total=job.total,
            done=job.succeeded + job.failed + job.skipped,
            succeeded=job.succeeded,
            failed=job.failed,
            skipped=job.skipped,
            reason=job.reason,
            filter=_filter_seen(loads(job.filter), role) if job.filter else None,
            version=job.version,
            created_by=job.created_by,
            created_at=job.created_at,
            ended_at=job.ended_at,
        )


def _filter_seen(said: dict[str, Any], role: Role) -> dict[str, Any]:
    """A viewer sees which runs a job is for, and must not learn by which hidden values these were found."""
    if role.allows(Role.OPERATOR):
        return said
    return {name: MASK if name in LOOKS_INTO_RUNS else value for name, value in said.items()}


class BulkItemOut(ApiModel):
    """One run of a job, and what became of it. STARTED: the new run has not ended."""

    execution_id: uuid.UUID
    stage: int
    status: ItemStatus
    new_execution_id: uuid.UUID | None
    message: str

    @classmethod
    def of(cls, item: BulkItem) -> Self:
        """From the row."""
        return cls.model_validate(item)


class ItemQuery(ApiModel):
    """Filters of the items of a job."""

    status: Annotated[str, AfterValidator(one_of(ItemStatus))] | None = None


class BulkList(WorkspaceView):
    """The jobs of the workspace."""

    required_roles = {"GET": Role.VIEWER, "POST": Role.OPERATOR}

    @extend_schema(operation_id="bulk_list", tags=TAGS, parameters=PAGE_PARAMETERS, responses={200: Page[BulkJobOut]})
    def get(self, request: WorkspaceRequest) -> Response:
        """Jobs, the newest first."""
        return self.page(bulk.jobs(request.workspace.pk), lambda job: BulkJobOut.of(job, request.role))

    @extend_schema(
        operation_id="bulk_create",
        tags=TAGS,
        parameters=[KEY, PREVIEW],
        request=BulkBody,
        responses={202: BulkJobOut, 200: BulkPreview},
    )
    def post(self, request: WorkspaceRequest) -> Response:
        """Redrive, cancel or delete many runs, at most 100,000; deleting needs the role admin."""
        body = self.body(BulkBody)
        if body.action == BulkAction.DELETE and not request.role.allows(Role.ADMIN):
            raise Forbidden("Deleting runs needs the role admin.")
        workspace_id, selection = request.workspace.pk, body.selection()
        if self.flag("preview"):
            count, exact = bulk.count(workspace_id=workspace_id, selection=selection, action=body.action)
            return Response(BulkPreview(count=count, exact=exact))
        job = bulk.create(
            workspace_id=workspace_id,
            selection=selection,
            options=body.options(idempotency_key=idempotency_key(request)),
            actor=request.actor,
        )
        return Response(BulkJobOut.of(job, request.role), status=202)


class BulkView(WorkspaceView):
    """One job."""

    required_roles = {"GET": Role.VIEWER}

    @extend_schema(operation_id="bulk_read", tags=TAGS, responses={200: BulkJobOut})
    def get(self, request: WorkspaceRequest, bulk_job_id: uuid.UUID) -> Response:
        """How far it is."""
        return Response(BulkJobOut.of(bulk.require(request.workspace.pk, bulk_job_id), request.role))


class BulkStopView(WorkspaceView):
    """Ends a job."""

    required_roles = {"POST": Role.OPERATOR}

    @extend_schema(operation_id="bulk_stop", tags=TAGS, request=None, responses={202: BulkJobOut})
    def post(self, request: WorkspaceRequest, bulk_job_id: uuid.UUID) -> Response:
        """Do no more runs. What was done stays done, and runs that were started go on; 409 when the job is over."""
        job = bulk.stop(workspace_id=request.workspace.pk, job_id=bulk_job_id, actor=request.actor)
        return Response(BulkJobOut.of(job, request.role), status=202)


class BulkItems(WorkspaceView):
    """The runs of a job."""

    required_roles = {"GET": Role.VIEWER}

    @extend_schema(
        operation_id="bulk_items",
        tags=TAGS,
        parameters=[
            *PAGE_PARAMETERS,
            OpenApiParameter("status", str, description="One status, or several with commas."),
        ],
        responses={200: Page[BulkItemOut]},
    )
    def get(self, request: WorkspaceRequest, bulk_job_id: uuid.UUID) -> Response:
        """What became of each run, in the order they are done."""
        status = self.query(ItemQuery).status
        job = bulk.require(request.workspace.pk, bulk_job_id)
        rows = bulk.items(job, statuses=status.split(",") if status else ())
        return self.page(rows, BulkItemOut.of, ordering=("number", "id"))
