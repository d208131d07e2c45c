"""A run as one file to hand on: without secrets, without what `redactPaths` hide, without its largest values."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from allma_site.common.clock import iso, now
from allma_site.common.problems import Unprocessable
from executions import contexts
from executions.capsule_format import FORMAT, FORMAT_VERSION, MAX_VISITS, Capsule
from executions.capsule_hiding import Cover, Room, written
from executions.codec import decode, loads
from executions.frames import event_data
from executions.models import Execution, ExecutionEvent, ExecutionKind, StepExecution
from executions.records import Load, read_part
from executions.redaction import Redaction
from executions.selectors import redact_paths
from flows.definition.errors import StepError
from flows.definition.rules_expressions import is_runtime
from flows.definition.scope import MISSING
from flows.freeze import FrozenText, load_frozen, prompt_text

MAX_EVENTS = 5000
ROW = (
    "seq", "path", "step_instance_id", "step_type", "status", "attempts", "started_at", "ended_at", "warning_count",
    "inherited", "transition", "changes", "input", "output", "result", "pointers", "error", "mapping_events",
    "metadata", "attempt_log", "logs",
)  # fmt: skip

JsonObject = dict[str, Any]


def capsule_of(execution: Execution) -> JsonObject:
    """The capsule of a run as JSON, the same for whoever asks; see `Capsule`.

    Raises Unprocessable `capsule_too_large`, `capsule_of_chunk`.
    """
    if execution.kind != ExecutionKind.RUN:
        detail = "This is a part of a fork. Ask for the capsule of the run it works for."
        raise Unprocessable(detail, code="capsule_of_chunk")
    made = Capsule.model_validate(_Maker(execution).make(), by_alias=True, by_name=False)
    found: JsonObject = made.model_dump(mode="json", by_alias=True, exclude_unset=True)
    return found


class _Maker:
    """Makes one capsule: first everything is looked through for what is to be hidden, then it is written."""

    def __init__(self, execution: Execution) -> None:
        self._execution = execution
        self._load: Load = contexts.fetch_of(execution)
        self._frozen: FrozenText = load_frozen(execution.definition_id)
        self._paths = list(redact_paths(execution))
        self._cover = Cover(Redaction(self._paths))
        self._room = Room()
        self._chunks = self._find_chunks()

    def make(self) -> JsonObject:
        """The capsule."""
        execution = self._execution
        given = decode(execution.input, execution.input_pointers, self._load)
        if self._cover:
            self._learn(given)
        visits = self._visits(execution.pk, "/visits")
        document: JsonObject = {
            "format": FORMAT,
            "formatVersion": FORMAT_VERSION,
            "madeAt": iso(now()),
            "flow": {"id": str(execution.flow_id), "name": execution.flow.name, "version": execution.flow_version},
            "definition": self._frozen.definition,
            "prompts": list(self._prompts()),
            "input": _object(self._cover.context(self._room.take(given, "/input"))),
            "flowVariables": self._cover.member("flow_variables", loads(execution.flow_variables)),
            "redrive": self._redrive(),
            "visits": visits,
            "chunks": [
                {
                    "id": str(chunk.pk),
                    "parentId": str(chunk.parent_id),
                    "parentSeq": chunk.parent_seq,
                    "visits": self._visits(chunk.pk, f"/chunks/{index}/visits"),
                }
                for index, chunk in enumerate(self._chunks)
            ],
            "run": self._run(),
            "events": list(self._events()),
            "masked": self._paths,
        }
        return {**document, "omitted": self._room.omitted}

    def _redrive(self) -> JsonObject | None:
        """Where a redrive began; None when it has made no visit of its own yet."""
        began_at = self._execution.redrive_from_seq
        if began_at is None or not StepExecution.objects.filter(execution_id=self._execution.pk, seq=began_at).exists():
            return None
        root = contexts.edited(self._execution)[1]
        taken = {name: self._room.take(value, f"/redrive/context/{name}") for name, value in root.items()}
        return {"fromSeq": began_at, "context": _object(self._cover.context(taken))}

    def _find_chunks(self) -> list[Execution]:
        """The chunks of the run's distributed forks and of theirs. Unprocessable when there are too many visits."""
        found: list[Execution] = []
        parents, visits = [self._execution.pk], self._execution.visits
        while parents and visits <= MAX_VISITS:
            rows = Execution.objects.filter(parent_id__in=parents, kind=ExecutionKind.CHUNK)
            chunks = list(rows.only("id", "parent_id", "parent_seq", "visits").order_by("pk")[: MAX_VISITS + 1])
            found += chunks
            parents, visits = [chunk.pk for chunk in chunks], visits + sum(max(chunk.visits, 1) for chunk in chunks)
        if visits > MAX_VISITS:
            message = f"The run has more than {MAX_VISITS} visits, too many for a capsule."
            raise Unprocessable(message, code="capsule_too_large")
        return found

    def _learn(self, given: Any) -> None:
        """Look at every value under the name it had in the context, so that its texts are known wherever they stand."""
        self._cover.context(self._room.whole(given))
        self._cover.member("flow_variables", loads(self._execution.flow_variables))
        if self._execution.redrive_from_seq is not None:
            self._cover.context(self._room.whole(contexts.edited(self._execution)[1]))
        for owner in (self._execution.pk, *(chunk.pk for chunk in self._chunks)):
            for row in self._rows(owner):
                for keys, value in _written(row, self._load):
                    self._cover.at(keys, self._room.whole(value))

    def _rows(self, owner: uuid.UUID) -> Iterator[Mapping[str, Any]]:
        yield from StepExecution.objects.filter(execution_id=owner).order_by("seq").values(*ROW).iterator(200)

    def _visits(self, owner: uuid.UUID, at: str) -> list[JsonObject]:
        return [self._visit(row, f"{at}/{index}") for index, row in enumerate(self._rows(owner))]

    def _visit(self, row: Mapping[str, Any], at: str) -> JsonObject:
        step, cover, room = row["step_instance_id"], self._cover, self._room
        visit: JsonObject = {
            "seq": row["seq"],
            "path": row["path"],
            "stepInstanceId": step,
            "stepType": row["step_type"],
            "status": row["status"],
            "attempts": row["attempts"],
            "startedAt": iso(row["started_at"]),
            "endedAt": iso(row["ended_at"]) if row["ended_at"] else None,
            "warningCount": row["warning_count"],
            "inherited": row["inherited"],
            "transition": cover.transition(loads(row["transition"])) if row["transition"] else None,
            "error": cover.error(loads(row["error"])) if row["error"] else None,
        }
        parts = {name: read_part(row, name, self._load) for name in ("input", "output", "result", "changes")}
        output = parts["output"]
        covered = output if output is MISSING else cover.output(room.take(output, f"{at}/output"), step)
        changes = [] if parts["changes"] is MISSING else parts["changes"]
        visit["changes"], covered = cover.changes(self._kept(changes, at), covered)
        if covered is not MISSING:
            visit["output"] = covered
        if parts["input"] is not MISSING:
            visit["input"] = cover.context(room.take(parts["input"], f"{at}/input"))
        if parts["result"] is not MISSING:
            visit["result"] = cover.output(room.take(parts["result"], f"{at}/result"), step)
        return {**visit, **self._beside(row, at)}

    def _kept(self, changes: Sequence[Any], at: str) -> list[list[Any]]:
        return [
            [keys, kind, self._room.take(payload, f"{at}/changes/{index}/2")]
            for index, (keys, kind, payload) in enumerate(changes)
        ]

    def _beside(self, row: Mapping[str, Any], at: str) -> JsonObject:
        """What was noted beside a visit."""
        cover, room = self._cover, self._room
        found: JsonObject = {
            "mappingEvents": [cover.event(each) for each in loads(row["mapping_events"])],
            "metadata": cover.texts(loads(row["metadata"])),
            "attemptLog": [cover.attempt(each) for each in loads(row["attempt_log"])],
            "logs": cover.texts(loads(row["logs"])),
        }
        return {name: value for name, value in found.items() if room.has_room(value, f"{at}/{name}")}

    def _run(self) -> JsonObject:
        execution, cover = self._execution, self._cover
        run: JsonObject = {
            "id": str(execution.pk),
            "status": execution.status,
            "trigger": execution.trigger,
            "labels": cover.texts(loads(execution.labels)),
            "createdAt": iso(execution.created_at),
            "startedAt": iso(execution.started_at) if execution.started_at else None,
            "endedAt": iso(execution.ended_at) if execution.ended_at else None,
            "error": cover.error(loads(execution.error)) if execution.error else None,
        }
        if execution.output is not None:
            output = decode(execution.output, execution.output_pointers, self._load)
            run["output"] = cover.result(self._room.take(output, "/run/output"))
        return run

    def _events(self) -> Iterator[JsonObject]:
        rows = ExecutionEvent.objects.filter(execution_id=self._execution.pk).order_by("seq")
        for seq, kind, at, data in rows.values_list("seq", "type", "at", "data")[:MAX_EVENTS]:
            told = self._cover.texts(event_data(data, self._cover.hidden))
            if not self._room.has_room(told, f"/events/{seq - 1}"):
                return
            yield {"seq": seq, "type": kind, "at": iso(at), "data": told}

    def _prompts(self) -> Iterator[JsonObject]:
        """The prompt versions that the steps were bound to."""
        bound = self._frozen.bindings.get("prompts") or {}
        named: dict[tuple[str, int], None] = {}
        for step in self._frozen.definition.get("steps", {}).values():
            prompt = step.get("promptTemplateId")
            version = step.get("promptVersion") or bound.get(prompt) if isinstance(prompt, str) else None
            if isinstance(prompt, str) and type(version) is int and not is_runtime(prompt):
                named[prompt, version] = None
        for prompt, version in named:
            try:
                text = prompt_text(workspace_id=self._execution.workspace_id, template_id=prompt, version=version)
            except StepError:
                continue
            yield {"id": prompt, "version": version, "content": text.content}


def _object(value: Any) -> JsonObject:
    """An input is an object, also one that is hidden whole."""
    return value if isinstance(value, dict) else {}


def _written(row: Mapping[str, Any], load: Load) -> Iterator[tuple[list[Any], Any]]:
    """What a visit put into the context, and where."""
    changes = read_part(row, "changes", load)
    return written(() if changes is MISSING else changes, read_part(row, "output", load))
