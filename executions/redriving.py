"""Redrive: a run again, from its start or from any of its visits. The run itself is never touched."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

import structlog

from allma_site.common.db import retry_on_conflict
from allma_site.common.ids import new_id
from allma_site.common.json_guard import digest
from executions import redrive_plans, redrive_previews, services
from executions.batches import NewExecution
from executions.blobs import Externaliser, loader
from executions.codec import decode, loads
from executions.loading import program
from executions.models import Execution, ExecutionKind
from executions.redrive_plans import Plan
from executions.redrive_previews import Preview
from executions.redrive_targets import ORIGINAL, chosen_version
from executions.selectors import missing, require_execution
from executions.store_redrives import hold, inherit
from flows.definition.scope import materialise
from flows.freeze import Frozen
from workspaces import audit
from workspaces.actors import Actor

TRIGGER = "redrive"
Also = Callable[[datetime], None]

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class RedriveOptions:
    """A redrive from the start. `version`: original, published, draft or a number. None is as it was."""

    version: str | int = ORIGINAL
    input: Any = None
    flow_variables: Mapping[str, Any] | None = None
    idempotency_key: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RedriveFromOptions:
    """A redrive from a visit: `seq`, or the last of `step`. `context` or `patch` (JSON Patch) edits the recorded one.

    `only_failed`: of a fork, only the branches that did not succeed.
    """

    seq: int | None = None
    step: str | None = None
    context: Any = None
    patch: Any = None
    version: str | int = ORIGINAL
    only_failed: bool = False
    idempotency_key: str | None = None


@dataclass(frozen=True, slots=True)
class _Key:
    """An Idempotency-Key, if one was sent, and what it was sent with."""

    text: str | None
    request_hash: str

    @classmethod
    def of(cls, text: str | None, execution_id: uuid.UUID, asked: Mapping[str, Any]) -> Self:
        return cls(text, digest({"redrive": str(execution_id), **asked}) if text else "")


def redrive(*, workspace_id: uuid.UUID, execution_id: uuid.UUID, options: RedriveOptions, actor: Actor) -> uuid.UUID:
    """Run it again from its start. The id of the new run.

    Raises NotFound, Invalid (an input that is refused), Conflict (`flow_archived`, `flow_not_published`,
    `flow_has_no_draft`, a used Idempotency-Key with another body), Unprocessable for a draft with errors,
    TooManyRequests and Unavailable.
    """
    asked = {"version": options.version, "input": options.input, "flowVariables": options.flow_variables}
    key = _Key.of(options.idempotency_key, execution_id, asked)
    earlier = services.started_before(workspace_id, key.text, key.request_hash)
    if earlier is not None:
        return earlier[0]
    original = _original(workspace_id, execution_id)
    frozen = chosen_version(original, options.version)
    given, blobs = _input(original, frozen, options)
    variables = loads(original.flow_variables) if options.flow_variables is None else options.flow_variables
    new = _new(original, frozen, given, variables, quick=program(frozen.definition_id).is_quick)
    return _admit(original, new, actor, key=key, blobs=blobs)


def redrive_from(
    *, workspace_id: uuid.UUID, execution_id: uuid.UUID, options: RedriveFromOptions, actor: Actor
) -> uuid.UUID:
    """Run it again from a visit; the visits before it are inherited. The id of the new run.

    Raises what `redrive` and `redrive_plans.plan` do.
    """
    asked = {
        "version": options.version,
        "seq": options.seq,
        "step": options.step,
        "context": options.context,
        "patch": options.patch,
        "onlyFailed": options.only_failed,
    }
    key = _Key.of(options.idempotency_key, execution_id, asked)
    earlier = services.started_before(workspace_id, key.text, key.request_hash)
    if earlier is not None:
        return earlier[0]
    original = _original(workspace_id, execution_id)
    made = _plan(original, options)
    given = decode(original.input, original.input_pointers, loader(workspace_id))
    new = _new(original, made.frozen, given, loads(original.flow_variables), quick=False)
    past = redrive_plans.inheritance(made, new.id)
    return _admit(
        original,
        new,
        actor,
        key=key,
        blobs=made.edited.blobs,
        also=lambda at: inherit(past, at=at),
        told={"fromSeq": made.target.seq, "edits": len(made.edited.patch)},
    )


def preview_from(*, workspace_id: uuid.UUID, execution_id: uuid.UUID, options: RedriveFromOptions) -> Preview:
    """What `redrive_from` would do. Raises what it does, but for lack of room."""
    return redrive_previews.preview(_plan(_original(workspace_id, execution_id), options))


def _plan(original: Execution, options: RedriveFromOptions) -> Plan:
    return redrive_plans.plan(
        original,
        seq=options.seq,
        step=options.step,
        context=options.context,
        patch=options.patch,
        version=options.version,
        only_failed=options.only_failed,
    )


def _original(workspace_id: uuid.UUID, execution_id: uuid.UUID) -> Execution:
    """A chunk of a fork is no run of its own."""
    found = require_execution(workspace_id, execution_id)
    if found.kind != ExecutionKind.RUN:
        raise missing(execution_id)
    return found


def _input(original: Execution, frozen: Frozen, options: RedriveOptions) -> tuple[Any, Mapping[str, int]]:
    """The input of the new run, which the version must take, and the blobs that were written for it."""
    if options.input is not None:
        services.check_inputs([options.input], frozen.input_schema)
        externaliser = Externaliser(original.workspace_id)
        return externaliser.value(options.input), externaliser.written
    recorded = decode(original.input, original.input_pointers, loader(original.workspace_id))
    if frozen.definition_id != original.definition_id and frozen.input_schema is not None:
        services.check_inputs([materialise(recorded)], frozen.input_schema)
    return recorded, {}


def _new(original: Execution, frozen: Frozen, given: Any, variables: Mapping[str, Any], *, quick: bool) -> NewExecution:
    """A run beside the original: with its labels, priority and depth, but nobody waits for it."""
    return NewExecution(
        id=new_id(),
        workspace_id=original.workspace_id,
        flow_id=original.flow_id,
        flow_version=frozen.version,
        definition_id=frozen.definition_id,
        input=given,
        flow_variables=variables,
        trigger=TRIGGER,
        labels=loads(original.labels),
        priority=original.priority,
        quick=quick,
        max_concurrent=frozen.max_concurrent,
        depth=original.depth,
        redrive_of_id=original.pk,
    )


def _admit(
    original: Execution,
    new: NewExecution,
    actor: Actor,
    *,
    key: _Key,
    blobs: Mapping[str, int],
    also: Also | None = None,
    told: Mapping[str, Any] | None = None,
) -> uuid.UUID:
    """Create the run, or give the one this Idempotency-Key was used for; write down who asked for it."""
    details = {"redriveOf": str(original.pk), "version": new.flow_version, **(told or {})}

    def beside(at: datetime) -> None:
        hold(original.pk)
        if also is not None:
            also(at)
        target, workspace = f"execution {new.id}", original.workspace_id
        audit.record(workspace=workspace, actor=actor, action="run.redrive", target=target, details=details)

    [admitted] = retry_on_conflict(
        lambda: services.admit(
            original.workspace_id, [new], key=key.text, request_hash=key.request_hash, blobs=blobs, also=beside
        )
    )
    if admitted == new.id:
        log.info("execution_redriven", execution=str(new.id), by=actor.label, **details)
    return admitted
