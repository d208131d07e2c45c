"""Small definitions for the tests of the engine, and the engine's values made from them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from executions.engine.events import Event
from executions.engine.evolve import evolve
from executions.engine.program import Program
from executions.engine.state import Cursor, State, Visit, initial
from executions.engine.status import Phase
from executions.engine.views import Run
from executions.loading import start_root
from flows.steps.registry import CATALOG

NOW = datetime(2026, 3, 4, 5, 6, 7, 890_000, tzinfo=UTC)
COMPOSE = "system/compose-object-from-input"
SUM = "system/array-aggregator"


def after(seconds: float) -> datetime:
    """A moment so many seconds after NOW."""
    return NOW + timedelta(seconds=seconds)


def step(step_id: str, step_type: str = "NO_OP", *, then: str | None = None, **fields: Any) -> dict[str, Any]:
    """A step; `then` is where it goes by default."""
    more = {"defaultNextStepInstanceId": then} if then is not None else {}
    return {"stepInstanceId": step_id, "stepType": step_type, **more, **fields}


def compose(step_id: str, literals: dict[str, Any] | None = None, **fields: Any) -> dict[str, Any]:
    """A step whose output is its input: `literals` and `inputMappings`."""
    return step(step_id, "DATA_TRANSFORMATION", moduleIdentifier=COMPOSE, literals=literals or {}, **fields)


def count(step_id: str, **fields: Any) -> dict[str, Any]:
    """A step that adds one to `$.n`."""
    return step(
        step_id,
        "DATA_TRANSFORMATION",
        moduleIdentifier=SUM,
        literals={"array": ["$.n", 1], "operation": "sum"},
        outputMappings={"$.n": "$.result"},
        **fields,
    )


def broken(step_id: str, **fields: Any) -> dict[str, Any]:
    """A step that fails for good: a sum over a word."""
    literals = {"array": ["word"], "operation": "sum"}
    return step(step_id, "DATA_TRANSFORMATION", moduleIdentifier=SUM, literals=literals, **fields)


def way(condition: str, target: str, **fields: Any) -> dict[str, Any]:
    """A transition."""
    return {"condition": condition, "nextStepInstanceId": target, **fields}


def fork(
    step_id: str, *starts: str, items: str = "$.items", config: dict[str, Any] | None = None, **fields: Any
) -> dict[str, Any]:
    """A fork over `items` with a branch for each of `starts`; `config` is its aggregationConfig."""
    branches = fields.pop("branches", None) or [{"branchId": start, "stepInstanceId": start} for start in starts]
    return step(
        step_id,
        "PARALLEL_FORK_MANAGER",
        itemsPath=items,
        parallelBranches=branches,
        aggregationConfig=config or {},
        **fields,
    )


def wait(step_id: str, key: str, **fields: Any) -> dict[str, Any]:
    """A step that waits for an event with this key."""
    return step(step_id, "WAIT_FOR_EXTERNAL_EVENT", correlationKeyTemplate=key, **fields)


def call(step_id: str, url: str, method: str = "GET", **fields: Any) -> dict[str, Any]:
    """An HTTP call: an effect, keyed for POST, idempotent for GET."""
    return step(step_id, "API_CALL", apiHttpMethod=method, apiUrlTemplate={"template": url}, **fields)


def sub_flow(step_id: str, flow_id: object, **fields: Any) -> dict[str, Any]:
    """A step that runs another flow and waits for it."""
    return step(step_id, "START_SUB_FLOW", subFlowDefinitionId=str(flow_id), **fields)


def flow(*steps: dict[str, Any], **fields: Any) -> dict[str, Any]:
    """A definition that begins with the first of `steps`."""
    by_id = {one["stepInstanceId"]: one for one in steps}
    return {"schemaVersion": "1", "steps": by_id, "startStepInstanceId": steps[0]["stepInstanceId"], **fields}


def chain(*steps: dict[str, Any], **fields: Any) -> dict[str, Any]:
    """A definition whose steps follow one another."""
    ids = [one["stepInstanceId"] for one in steps]
    linked = [
        one if following is None else {**one, "defaultNextStepInstanceId": following}
        for one, following in zip(steps, [*ids[1:], None], strict=True)
    ]
    return flow(*linked, **fields)


def run_of(definition: dict[str, Any], given: dict[str, Any] | None = None) -> Run:
    """A run of a definition that began at NOW."""
    return Run(
        id="run-1",
        key_id="run-1",
        program=Program(definition, catalog=CATALOG),
        input=given or {},
        flow_id="flow-1",
        flow_version=1,
        started_at=NOW,
        trigger="api",
    )


def begin(run: Run) -> State:
    """The state before the first step."""
    variables = run.program.definition.flow_variables
    return initial(start=run.program.start, root=start_root(variables, {}, dict(run.input)))


def folded(state: State, *events: Event) -> State:
    """The state after the events."""
    for event in events:
        state = evolve(state, event)
    return state


def visit(seq: int, path: str = "a", **fields: Any) -> Visit:
    """An open visit that began at NOW."""
    step_id = path.rpartition(".")[2]
    return Visit(seq=seq, path=path, step=step_id, step_type="NO_OP", started_at=NOW, **fields)


def cursor(path: str = "", step_id: str = "a", phase: Phase = Phase.ATTEMPT, **fields: Any) -> Cursor:
    """A cursor with an empty context."""
    return Cursor(path=path, step=step_id, root=fields.pop("root", {"steps_output": {}}), phase=phase, **fields)
