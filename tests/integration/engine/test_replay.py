"""A recorded run is driven again, and nothing of it leaves."""

from __future__ import annotations

from typing import Any

from executions.models import Execution
from executions.replay_services import replayed, target_of
from executions.replay_verdicts import PointKind, Replayed, VisitVerdict, verdict_of
from tests.engine_flows import broken, call, chain, compose, count, flow, fork, step, sub_flow, wait, way
from tests.integration.engine.lab import Lab
from tests.integration.engine.world import World

RETRY = {"retries": {"count": 2, "intervalSeconds": 5}}


def again(lab: Lab, execution: Execution, definition: dict[str, Any] | None = None) -> Replayed:
    """The run replayed with a definition, its own if there is none."""
    from executions.selectors import definition_of

    document = definition if definition is not None else dict(definition_of(execution.definition_id))
    return replayed(execution, target_of(lab.workspace.pk, document), seconds=20)


def verdicts(found: Replayed) -> dict[str, str]:
    """The verdict of each visit by its path; the last of a path."""
    assert found.driver is not None
    driver = found.driver
    return {one.visit.path: str(verdict_of(driver, one.visit)[0]) for _, one in sorted(driver.passages.items())}


def test_a_run_replayed_with_its_own_definition_is_the_same(lab: Lab, world: World) -> None:
    definition = chain(
        compose("a", {"x": "{{ execution.now }}"}),
        call("b", world.url, "POST"),
        count("c"),
        step("d", "DATA_TRANSFORMATION", moduleIdentifier="system/generate-uuid"),
        step("e", "DATA_TRANSFORMATION", moduleIdentifier="system/date-time-calculator", literals={"offsetSeconds": 5}),
    )
    done = lab.run(definition, {"n": 1})
    assert done.status == "COMPLETED", lab.error(done.pk)
    found = again(lab, done)
    assert (found.verdict, found.reason, found.first) == ("same", "", None)
    assert set(verdicts(found).values()) == {"same"}
    assert len(world.seen) == 1
