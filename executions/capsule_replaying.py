"""Opening a capsule: its visits stand in for the rows of a run, and it is replayed as a run is. Nothing is sent."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from allma_site.common.problems import FieldError, Invalid
from executions.capsule_format import Capsule, CapsuleVisit
from executions.codec import dumps
from executions.engine.redrive import Past
from executions.histories import Chunk
from executions.loading import start_root
from executions.models import Execution
from executions.replay_recording import MAX_VISITS, NotReplayable, Recorded, Recording, Redriven
from executions.replay_services import SECONDS, Target, driven, target_of
from executions.replay_verdicts import Replayed, not_replayable
from executions.sandbox_services import slots
from flows import checking
from flows.definition.errors import PermanentStepError


@dataclass(frozen=True, slots=True)
class Opened:
    """A capsule replayed; the definition it was replayed with; the contexts it began and ended with."""

    replayed: Replayed
    definition: Mapping[str, Any]
    began: Mapping[str, Any]
    ended: Mapping[str, Any]


def open_capsule(*, workspace_id: uuid.UUID, capsule: Capsule, definition: dict[str, Any] | None) -> Opened:
    """Replay a capsule with its own definition or with another. Raises Invalid naming the field, TooManyRequests."""
    with slots.one():
        own = own_target(workspace_id, capsule)
        return opened(capsule, own, own if definition is None else target_of(workspace_id, definition), workspace_id)


def own_target(workspace_id: uuid.UUID, capsule: Capsule) -> Target:
    """What the run of a capsule ran. Raises Invalid naming the field."""
    oversize = checking.oversize(capsule.definition)
    if oversize is not None:
        raise Invalid.field("/capsule/definition", oversize.problem().message)
    try:
        return target_of(workspace_id, capsule.definition, resolved=True)
    except Invalid as problem:
        errors = [FieldError(f"/capsule{each.path}", each.message) for each in problem.errors]
        raise Invalid(f"/capsule{problem.detail}", errors=errors) from None


def opened(capsule: Capsule, own: Target, target: Target, workspace_id: uuid.UUID) -> Opened:
    """The capsule of a run that ran `own`, replayed with `target`."""
    variables = target.program.definition.flow_variables
    began = start_root(variables, capsule.flow_variables, capsule.input)
    if capsule.redrive is not None:
        began = capsule.redrive.context
    found = _replayed(CapsuleSource(capsule, workspace_id), own, target)
    return Opened(found, target.document, began, found.driver.root if found.driver is not None else began)


def _replayed(source: CapsuleSource, own: Target, target: Target) -> Replayed:
    if source.capsule.run.started_at is None:
        return not_replayable("The run has not begun.")
    try:
        recording = CapsuleRecording(source)
    except NotReplayable as error:
        return not_replayable(str(error))
    return driven(recording, own.program, target, seconds=SECONDS)


class CapsuleSource:
    """A capsule as rows of runs, none of which is in the database."""

    def __init__(self, capsule: Capsule, workspace_id: uuid.UUID) -> None:
        self.capsule = capsule
        self.run = _run(capsule, workspace_id)
        self.visits: dict[uuid.UUID, list[CapsuleVisit]] = {capsule.run.id: capsule.visits}
        self.visits |= {chunk.id: chunk.visits for chunk in capsule.chunks}


class CapsuleRecording(Recording):
    """The visits of a capsule."""

    def __init__(self, source: CapsuleSource) -> None:
        self._source = source
        super().__init__(source.run)
        self._load = _nothing_to_load

    def redriven(self) -> Redriven | None:
        """Where the run began, when it was redriven."""
        redrive = self._source.capsule.redrive
        if redrive is None:
            return None
        visits = self._source.capsule.visits
        step = next(visit.step_instance_id for visit in visits if visit.seq == redrive.from_seq)
        past = [_past(visit) for visit in visits if visit.seq < redrive.from_seq and "." not in visit.path]
        return Redriven(redrive.from_seq, step, redrive.context, [each for each in past if each is not None])

    def request_of(self, visit: Recorded) -> Mapping[str, Any] | None:
        """The `method` and `url` of the last request a visit sent; None when it sent none."""
        owner, seq = visit.key
        request = next(each.metadata.get("request") for each in self._source.visits[owner] if each.seq == seq)
        return request if isinstance(request, dict) else None

    def chunks(self, fork: Recorded) -> list[Chunk]:
        """The chunks of a fork; none when it ran within the run."""
        found = [each for each in self._source.capsule.chunks if (each.parent_id, each.parent_seq) == fork.key]
        return [
            Chunk(each.id, fork.path, fork.place, (*fork.position, number))
            for number, each in enumerate(found, start=1)
        ]

    def _count(self, ids: list[uuid.UUID]) -> int:
        return sum(len(self._source.visits.get(each, ())) for each in ids)

    def _rows(self, ids: list[uuid.UUID]) -> Iterable[Mapping[str, Any]]:
        return (_row(owner, visit) for owner in ids for visit in self._source.visits.get(owner, ()))


def _nothing_to_load(digest: str) -> Any:
    """A capsule holds its values themselves."""
    raise PermanentStepError("blob_missing", f"The capsule has no value {digest}.")


def _run(capsule: Capsule, workspace_id: uuid.UUID) -> Execution:
    """The run as a row would have it; it is never saved."""
    run = capsule.run
    has_output = "output" in run.model_fields_set
    return Execution(
        id=run.id,
        workspace_id=workspace_id,
        flow_id=capsule.flow.id,
        flow_version=capsule.flow.version,
        status=run.status.value,
        trigger=run.trigger,
        input=dumps(capsule.input),
        flow_variables=dumps(capsule.flow_variables),
        output=dumps(run.output) if has_output else None,
        error=_plain(run.error),
        redrive_from_seq=capsule.redrive.from_seq if capsule.redrive is not None else None,
        visits=min(len(capsule.visits), MAX_VISITS),
        created_at=run.created_at,
        started_at=run.started_at,
        ended_at=run.ended_at,
    )


def _row(owner: uuid.UUID, visit: CapsuleVisit) -> dict[str, Any]:
    """A visit as a row of the database is read."""
    made = visit.model_fields_set
    return {
        "execution_id": owner,
        "seq": visit.seq,
        "path": visit.path,
        "step_instance_id": visit.step_instance_id,
        "started_at": visit.started_at,
        "ended_at": visit.ended_at,
        "attempts": visit.attempts,
        "attempt_log": dumps([each.model_dump(by_alias=True, mode="json") for each in visit.attempt_log]),
        "inherited": visit.inherited,
        "status": visit.status.value,
        "input": dumps(visit.input) if "input" in made else None,
        "output": dumps(visit.output) if "output" in made else None,
        "pointers": None,
        "transition": _plain(visit.transition),
        "error": _plain(visit.error),
        "changes": dumps(visit.changes) if visit.changes else None,
        "result": dumps(visit.result) if "result" in made else None,
    }


def _past(visit: CapsuleVisit) -> Past | None:
    """A visit of the main path that was left."""
    way = visit.transition
    if way is None:
        return None
    error = visit.error.model_dump(by_alias=True, mode="json") if visit.error is not None else None
    return Past(visit.step_instance_id, way.kind, way.next_step_instance_id, way.condition, error)


def _plain(part: Any) -> str | None:
    return None if part is None else dumps(part.model_dump(by_alias=True, mode="json"))
