"""Where a value comes from, who read it, and why an expression found nothing."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from drf_spectacular.utils import OpenApiParameter, extend_schema
from pydantic import Field, StringConstraints
from rest_framework.response import Response

from allma_site.common.api import ApiModel, Moment, WorkspaceRequest, WorkspaceView
from allma_site.common.problems import Invalid
from executions import contexts
from executions.api.presenting import View, learn, view_of, view_of_id
from executions.api.wire import NO_NUL, Seq
from executions.contexts import Moment as RunMoment
from executions.contexts import Side
from executions.lineage import Reader
from executions.lineage_paths import place_of
from executions.lineage_services import Written, lineage_of
from executions.models import Execution
from executions.redaction import Redaction
from executions.why_empty_services import Asked, LastResolved, WhyEmpty, why_empty
from flows.definition.context import Key, path_text, reach
from flows.definition.expression_error import ExpressionError
from flows.definition.grammar import MAX_LENGTH
from flows.definition.mapping_event import EventKind
from flows.definition.preview import preview
from flows.definition.scope import MISSING, Scope, materialise, resolve
from workspaces.roles import Role

TAGS = ["executions"]
WriterText = Literal[
    "START", "FLOW_VARIABLE", "STEP_OUTPUT", "OUTPUT_MAPPING", "EDITED", "BRANCH_INPUT", "FORK_ITEM", "ERROR"
]
ReaderText = Literal["INPUT", "LITERAL", "TEMPLATE", "CONDITION", "RUN_OUTPUT"]
EventText = Literal["INPUT", "LITERAL", "OUTPUT", "TEMPLATE", "CONDITION"]
PathText = Annotated[str, StringConstraints(min_length=1, max_length=MAX_LENGTH, pattern=NO_NUL)]


class LineageQuery(ApiModel):
    """A place and a moment."""

    path: PathText
    seq: Seq | None = None
    side: Literal["before", "after"] = "after"


class WriterOut(ApiModel):
    """Who wrote a place. `seq` 0 is the start of the run `executionId`, which is another for what a chunk inherited.

    `from` are the paths of the context before that visit that were read to make the value.
    """

    execution_id: uuid.UUID
    seq: int
    path: str
    step_instance_id: str | None
    kind: WriterText
    expression: str | None
    target: str
    from_: Annotated[list[str], Field(alias="from")]

    @classmethod
    def of(cls, written: Written, hidden: Redaction) -> WriterOut:
        """As this reader may see it."""
        write, told = written.write, written.told
        return cls.model_validate(
            {
                "executionId": write.run,
                "seq": write.seq,
                "path": write.path,
                "stepInstanceId": write.step,
                "kind": write.kind.value,
                "expression": hidden.texts(told.expression),
                "target": hidden.texts(told.target),
                "from": hidden.texts(list(told.reads)),
            }
        )


class ReaderOut(ApiModel):
    """Who read a value. `seq` is null for the run's own output at its end."""

    seq: int | None
    path: str
    step_instance_id: str | None
    kind: ReaderText
    target: str
    expression: str

    @classmethod
    def of(cls, reader: Reader, hidden: Redaction) -> ReaderOut:
        """As this reader may see it."""
        return cls.model_validate(
            {
                "seq": reader.seq,
                "path": reader.path,
                "stepInstanceId": reader.step,
                "kind": reader.kind.value,
                "target": hidden.texts(reader.target),
                "expression": hidden.texts(reader.expression),
            }
        )


class LineageOut(ApiModel):
    """What is at a place at a moment (`value` is the beginning of its JSON text), who wrote it and who read it.

    `writtenBy` is null where nobody ever wrote. `readers` are those who read what `writtenBy` left there.
    """

    path: str
    seq: int
    side: str
    found: bool
    value: str | None
    written_by: WriterOut | None
    earlier: list[WriterOut]
    readers: list[ReaderOut]
    truncated: bool


class LineageView(WorkspaceView):
    """The lineage of a value."""

    required_roles = {"GET": Role.VIEWER}

    @extend_schema(
        operation_id="execution_lineage",
        tags=TAGS,
        parameters=[
            OpenApiParameter("path", str, required=True, description="One place, for example `$.order.lines[0].id`."),
            OpenApiParameter("seq", int, description="At this visit; 0 is the start; absent is the last."),
            OpenApiParameter("side", str, enum=["before", "after"], description="`after` if absent."),
        ],
        responses={200: LineageOut},
    )
    def get(self, request: WorkspaceRequest, execution_id: uuid.UUID) -> Response:
        """Which visit and mapping wrote a value, what they read to make it, who wrote before, and who read since."""
        query = self.query(LineageQuery)
        place = _place(query.path)
        view = learn(view_of_id(request, execution_id))
        found = contexts.moment(view.execution, seq=query.seq, side=Side(query.side))
        place = counted(place, {**found.root, **found.views})
        seen = scope_seen(view, found)
        value = reach({**seen.root, **seen.views} if place else seen.root, place)
        lineage = lineage_of(view.execution, place, seq=found.seq, after=found.side is Side.AFTER)
        written = [WriterOut.of(each, view.hidden) for each in lineage.written]
        answer = LineageOut(
            path=path_text(place),
            seq=found.seq,
            side=found.side,
            found=value is not MISSING,
            value=None if value is MISSING else preview(value),
            written_by=written[0] if written else None,
            earlier=written[1:],
            readers=[ReaderOut.of(each, view.hidden) for each in lineage.readers],
            truncated=lineage.truncated,
        )
        return Response(answer)


def _place(text: str) -> tuple[Key, ...]:
    try:
        return place_of(text)
    except ExpressionError as error:
        raise Invalid.field("path", f"{error.message} {error.hint}") from None


def counted(place: tuple[Key, ...], document: object) -> tuple[Key, ...]:
    """The place with indexes from the end counted from the beginning of the lists that are there."""
    keys: tuple[Key, ...] = ()
    for key in place:
        parent = resolve(reach(document, keys))
        behind = isinstance(key, int) and key < 0 and isinstance(parent, list)
        keys += (len(parent) + int(key) if behind and len(parent) >= -int(key) else key,)
    return keys


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
        view = learn(view_of_id(request, execution_id))
        asked = Asked(query.seq, query.target, EventKind(query.kind) if query.kind else None, query.expression)
        return Response(_why_out(why_empty(view.execution, asked, RequestEyes(request)), view.hidden))


@dataclass(frozen=True, slots=True)
class RequestEyes:
    """What the sender of a request may see of runs."""

    request: WorkspaceRequest

    def context(self, execution: Execution, moment: RunMoment) -> Scope:
        """A context and its views, masked for viewers."""
        return scope_seen(view_of(self.request, execution), moment)

    def output(self, execution: Execution, step_id: str, output: Any) -> Any:
        """What a step gave, masked for viewers."""
        view = view_of(self.request, execution)
        if not view.hidden:
            return output
        hidden = learn(view).hidden
        return view.shown.masked(output, lambda value: hidden.output(value, step_id))


def scope_seen(view: View, moment: RunMoment) -> Scope:
    """What expressions on a moment of a run meet, for the one who asks."""
    if not view.hidden:
        return Scope(moment.root, moment.views)
    views = dict(moment.views)
    given, root = view.root(views.pop("initialContextData")), view.root(moment.root)
    masked = {"initialContextData": given, **view.hidden.texts(materialise(views))}
    return Scope(root if isinstance(root, dict) else {}, masked)


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
