"""What the routes of runs take: bodies and query strings."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AfterValidator, AwareDatetime, BeforeValidator, Field, Strict, StringConstraints

from allma_site.common.api import ApiModel
from executions.engine.status import Status, StepStatus
from executions.filters import Filters
from flows.evaluate import ExpressionKind

MAX_BATCH = 1000
MAX_LABELS = 20
MAX_ATTRIBUTES = 20
LABEL_KEY = r"^[A-Za-z0-9][A-Za-z0-9._/-]{0,63}$"
MAX_SEQ = 2**62
FIRST_TIME, LAST_TIME = datetime(1970, 1, 1, tzinfo=UTC), datetime(9000, 1, 1, tzinfo=UTC)

JsonObject = dict[str, Any]
LabelKey = Annotated[str, StringConstraints(pattern=LABEL_KEY)]
LabelValue = Annotated[str, StringConstraints(max_length=200)]
Labels = Annotated[dict[LabelKey, LabelValue], Field(max_length=MAX_LABELS)]
Version = Annotated[int, Strict(), Field(ge=1, le=2**31 - 1)]
Priority = Annotated[int, Strict(), Field(ge=-5, le=5)]
Seq = Annotated[int, Field(ge=0, le=MAX_SEQ)]
NO_NUL = r"^[^\x00]*$"
"""Query strings do not pass the JSON guard, and the database takes no NUL."""
Text = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=NO_NUL)]


class StartOptionsBody(ApiModel):
    """What every start may say."""

    version: Version | None = None
    flow_variables: JsonObject = {}
    priority: Priority = 0
    labels: Labels = {}


class StartBody(StartOptionsBody):
    """One run. `input` is a JSON object."""

    input: Any = Field(default_factory=dict)


class BatchBody(StartOptionsBody):
    """One run for each input, all or none."""

    inputs: Annotated[list[Any], Field(min_length=1, max_length=MAX_BATCH)]


class EventBody(ApiModel):
    """An event for whoever waits for the key. An `eventId` is taken once."""

    correlation_key: Annotated[str, StringConstraints(min_length=1, max_length=512)]
    payload: Any
    event_id: Text | None = None


class ResumeBody(ApiModel):
    """The event of one wait."""

    payload: Any


class EvaluateBody(ApiModel):
    """An expression and what it is evaluated on: a context, or a moment of a run (default: its last)."""

    kind: ExpressionKind
    expression: Annotated[str, StringConstraints(max_length=100_000)]
    context: JsonObject | None = None
    execution_id: UUID | None = None
    seq: Annotated[int, Strict(), Field(ge=0, le=MAX_SEQ)] | None = None
    side: Literal["before", "after"] = "after"


def one_of(known: Iterable[str]) -> Callable[[str], str]:
    """A check of texts that name one of these states, or several with commas. Its errors say which there are."""
    names = tuple(known)

    def check(text: str) -> str:
        unknown = [part for part in text.split(",") if part not in names]
        if unknown:
            raise ValueError(f"{unknown[0]!r} is no status. Use {', '.join(names)}, several with commas.")
        return text

    return check


def _label(text: str) -> str:
    key, colon, _ = text.partition(":")
    if not colon or not re.match(LABEL_KEY, key) or "\0" in text:
        raise ValueError("A label is written key:value.")
    return text


def _attribute(text: str) -> str:
    name, colon, _ = text.partition(":")
    if not colon or not name or "\0" in text:
        raise ValueError("A search attribute is written name:value.")
    return text


def _in_our_time(at: datetime) -> datetime:
    if not FIRST_TIME <= at < LAST_TIME:
        raise ValueError(f"Use a time from {FIRST_TIME.year} on and before {LAST_TIME.year}.")
    return at


Time = Annotated[AwareDatetime, AfterValidator(_in_our_time)]
"""A time that databases can reckon with, a day more or less, in any zone."""


def _pair(text: str) -> tuple[str, str]:
    name, _, value = text.partition(":")
    return name, value


def _several(value: Any) -> Any:
    """One text is a list of one."""
    return [value] if isinstance(value, str) else value


class ExecutionQuery(ApiModel):
    """Filters of the list of runs. A run has all labels and all search attributes that are named."""

    flow: UUID | None = None
    version: Annotated[int, Field(ge=1, le=2**31 - 1)] | None = None
    status: Annotated[str, AfterValidator(one_of(Status))] | None = None
    started_after: Time | None = None
    started_before: Time | None = None
    ended_after: Time | None = None
    ended_before: Time | None = None
    trigger: Text | None = None
    label: Annotated[
        list[Annotated[str, AfterValidator(_label)]], Field(max_length=MAX_LABELS), BeforeValidator(_several)
    ] = []
    attribute: Annotated[
        list[Annotated[str, AfterValidator(_attribute)]], Field(max_length=MAX_ATTRIBUTES), BeforeValidator(_several)
    ] = []
    search: Text | None = None
    error: Text | None = None
    error_step: Text | None = None
    error_name: Text | None = None
    fingerprint: Text | None = None
    redrive_of: UUID | None = None
    redriven: bool | None = None
    parent: UUID | None = None

    def filters(self, *, blind: bool = False) -> Filters:
        """As `filters` takes them; `blind` for who may not see what definitions hide."""
        return Filters(
            flow=self.flow,
            version=self.version,
            statuses=self.status.split(",") if self.status else (),
            started_after=self.started_after,
            started_before=self.started_before,
            ended_after=self.ended_after,
            ended_before=self.ended_before,
            trigger=self.trigger,
            labels=tuple(map(_pair, self.label)),
            attributes=tuple(map(_pair, self.attribute)),
            search=self.search,
            error=self.error,
            error_step=self.error_step,
            error_name=self.error_name,
            fingerprint=self.fingerprint,
            redrive_of=self.redrive_of,
            redriven=self.redriven,
            parent=self.parent,
            blind=blind,
        )


LivePath = Annotated[str, StringConstraints(max_length=2000, pattern=r"^([^\x00]+\[\d{1,9}\])?$")]
"""A way through the flow: "" is the main one, `fork[3]` a branch."""


class StepQuery(ApiModel):
    """Filters of the visits of a run."""

    path: Annotated[str, StringConstraints(min_length=1, max_length=2000, pattern=NO_NUL)] | None = None
    branch: LivePath | None = None
    step_instance_id: Text | None = None
    status: Annotated[str, AfterValidator(one_of(StepStatus))] | None = None


class ContextQuery(ApiModel):
    """A moment of a run."""

    seq: Seq | None = None
    side: Literal["before", "after"] = "after"


class ChangesQuery(ApiModel):
    """From where to read the changes of one live path."""

    branch: LivePath = ""
    after: Seq = 0


class BranchQuery(ApiModel):
    """Whose branches: the fork's visit."""

    fork: Seq


class DiffQuery(ApiModel):
    """Two moments of a run, both after their visits; 0 is the start."""

    from_: Annotated[Seq, Field(alias="from")]
    to: Seq


class EventQuery(ApiModel):
    """From where to read the event log."""

    after: Seq = 0
