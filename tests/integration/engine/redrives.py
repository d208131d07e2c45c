"""Redrives as the tests of the engine make them."""

from __future__ import annotations

import uuid
from typing import Any

import pytest

from allma_site.common.db import write
from allma_site.common.problems import Conflict
from executions import contexts, redriving
from executions.contexts import Side
from executions.models import Execution
from executions.redrive_previews import Preview
from executions.redriving import RedriveFromOptions
from executions.store_deleting import delete_ended
from flows import services as flow_services
from flows.selectors import require_flow
from tests.engine_flows import call, chain, compose, flow, fork, step, wait
from tests.integration.engine.lab import Lab
from tests.integration.engine.world import World
from workspaces.actors import SYSTEM


def again(lab: Lab, run: Execution | uuid.UUID, **options: Any) -> uuid.UUID:
    """A redrive from a visit that nobody has worked on yet."""
    return redriving.redrive_from(
        workspace_id=lab.workspace.pk, execution_id=_id(run), options=RedriveFromOptions(**options), actor=SYSTEM
    )


def redriven(lab: Lab, run: Execution | uuid.UUID, **options: Any) -> Execution:
    """A redrive from a visit, worked on until nothing is due."""
    new = again(lab, run, **options)
    lab.drain()
    return lab.get(new)


def preview(lab: Lab, run: Execution | uuid.UUID, **options: Any) -> Preview:
    return redriving.preview_from(
        workspace_id=lab.workspace.pk, execution_id=_id(run), options=RedriveFromOptions(**options)
    )


def _id(run: Execution | uuid.UUID) -> uuid.UUID:
    return run.pk if isinstance(run, Execution) else run


def context(lab: Lab, run: Execution | uuid.UUID, seq: int | None, side: Side = Side.AFTER) -> dict[str, Any]:
    return contexts.moment(lab.get(_id(run)), seq=seq, side=side).root


def inherited(lab: Lab, run: Execution | uuid.UUID) -> list[tuple[int, str, bool]]:
    return [(row.seq, row.path, row.inherited) for row in lab.steps(_id(run))]


def replace_at(path: str, value: Any) -> list[dict[str, Any]]:
    return [{"op": "replace", "path": path, "value": value}]


LINE = chain(
    compose("a", {"v": "$.n"}, outputMappings={"$.a": "$.v"}),
    compose("b", {"v": "$.a"}, outputMappings={"$.b": "$.v"}),
    compose("c", {"v": "$.b"}, outputMappings={"$.c": "$.v"}),
    output={"$.c": "$.c"},
)


def published(lab: Lab, run: Execution, definition: dict[str, Any], *, publish: bool = True) -> None:
    """The flow of a run has another version, published or as a draft."""
    found = require_flow(lab.workspace.pk, run.flow_id)
    version = flow_services.new_draft(flow=found, author="tests")
    flow_services.save_draft(
        flow=found, number=version.number, definition=definition, revision=version.revision, author="tests"
    )
    if publish:
        flow_services.publish(flow=found, number=version.number, actor=SYSTEM)


TOLERANT = {"failOnBranchError": False}


def calling(world: World, config: dict[str, Any] | None = None, **fields: Any) -> dict[str, Any]:
    """Two steps for each item: one that prepares, one that calls with the item's number."""
    return flow(
        compose("first", {"x": 1}, then="f"),
        fork("f", "prepare", then="end", config={**(config or {}), **fields}),
        compose("prepare", {"item": "$.currentItem", "times": "$.times"}, then="send", outputMappings={"$.p": "$"}),
        call("send", f"{world.url}/{{{{ currentItem }}}}", "POST"),
        step("end"),
        output={"$.got": "$.steps_output.f.aggregatedData[*].data", "$.failed": "$.steps_output.f.failedCount"},
    )


def failing(world: World, *numbers: int) -> None:
    """The calls of these items will be refused."""
    refused = {f"/thing/{number}" for number in numbers}
    world.on_request = lambda seen: world.script.append((400 if seen.path in refused else 200, {"at": seen.path}))


def failed_run(lab: Lab, world: World, *numbers: int, config: dict[str, Any] | None = None) -> Execution:
    failing(world, *numbers)
    run = lab.run(calling(world, config, maxConcurrency=1), {"items": [0, 1, 2, 3], "times": 1})
    failing(world)
    world.seen.clear()
    return run


def held_run(lab: Lab) -> Execution:
    """Five branches that wait, two at once; it was cancelled when the first had what it waited for."""
    held = flow(
        fork("f", "hold", config={"maxConcurrency": 2, **TOLERANT}), wait("hold", "{{ key }}-{{ currentIndex }}")
    )
    run = lab.run(held, {"items": [0, 1, 2, 3, 4], "key": "a"})
    lab.event("a-0")
    lab.drain()
    lab.cancel(run.pk)
    lab.drain()
    return run


def refusal(lab: Lab, run: Execution, **options: Any) -> str:
    with pytest.raises(Conflict) as refused:
        again(lab, run, only_failed=True, **options)
    return refused.value.code


def chunks(run: Execution | uuid.UUID) -> list[Execution]:
    """The chunks of a run, in the order of their items."""
    return list(Execution.objects.filter(parent=run, kind="CHUNK").order_by("pk"))


def sent(world: World) -> list[str]:
    """What was called."""
    return sorted(seen.path for seen in world.seen)


def whole(lab: Lab, run: Execution | uuid.UUID) -> None:
    """The run is over and has all four results in their order."""
    found = lab.get(run.pk if isinstance(run, Execution) else run)
    assert (found.status, lab.output(found.pk)) == (
        "COMPLETED",
        {"got": [{"at": f"/thing/{n}"} for n in range(4)], "failed": 0},
    )


def deleted(lab: Lab, run: Execution) -> None:
    """Somebody deletes a run that is over."""
    with write():
        assert delete_ended(lab.workspace.pk, run.pk) is None
