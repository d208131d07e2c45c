"""Where a value of a run comes from, and who read it."""

from __future__ import annotations

import uuid
from typing import Annotated, Literal

from drf_spectacular.utils import OpenApiParameter, extend_schema
from pydantic import Field, StringConstraints
from rest_framework.response import Response

from allma_site.common.api import ApiModel, WorkspaceRequest, WorkspaceView
from allma_site.common.problems import Invalid
from executions import contexts
from executions.api.presenting import View, view_of_id
from executions.api.wire import NO_NUL, Seq
from executions.contexts import Moment as RunMoment
from executions.contexts import Side
from executions.lineage import Reader
from executions.lineage_paths import place_of
from executions.lineage_services import Written, lineage_of
from executions.redaction import Redaction
from flows.definition.context import Key, path_text, reach
from flows.definition.expression_error import ExpressionError
from flows.definition.grammar import MAX_LENGTH
from flows.definition.preview import preview
from flows.definition.scope import MISSING, Scope, materialise, resolve
from workspaces.roles import Role

TAGS = ["executions"]
WriterText = Literal[
    "START", "FLOW_VARIABLE", "STEP_OUTPUT", "OUTPUT_MAPPING", "EDITED", "BRANCH_INPUT", "FORK_ITEM", "ERROR"
]
ReaderText = Literal["INPUT", "LITERAL", "TEMPLATE", "CONDITION", "RUN_OUTPUT"]
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
        view = view_of_id(request, execution_id)
        found = contexts.moment(view.execution, seq=query.seq, side=Side(query.side))
        place = counted(place, {**found.root, **found.views})
        seen = scope_seen(view, found)
        value = reach({**seen.root, **seen.views} if place else seen.root, place)
        after = found.side is Side.AFTER
        lineage = lineage_of(view.execution, place, seq=found.seq, after=after, last=query.seq is None and after)
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
        raise Invalid.field("/path", f"{error.message} {error.hint}") from None


def counted(place: tuple[Key, ...], document: object) -> tuple[Key, ...]:
    """The place with indexes from the end counted from the beginning of the lists that are there."""
    keys: tuple[Key, ...] = ()
    for key in place:
        parent = resolve(reach(document, keys))
        behind = isinstance(key, int) and key < 0 and isinstance(parent, list)
        keys += (len(parent) + int(key) if behind and len(parent) >= -int(key) else key,)
    return keys


def scope_seen(view: View, moment: RunMoment) -> Scope:
    """What expressions on a moment of a run meet, for the one who asks."""
    if not view.hidden:
        return Scope(moment.root, moment.views)
    views = dict(moment.views)
    given, root = view.root(views.pop("initialContextData")), view.root(moment.root)
    masked = {"initialContextData": given, **view.hidden.beside(materialise(views))}
    return Scope(root if isinstance(root, dict) else {}, masked)
