"""Only the failed branches of a fork over HTTP, whether they ran within the run or in chunks."""

from __future__ import annotations

from typing import Any

import pytest
from pytest_django.fixtures import Settings

from tests.engine_flows import broken, compose, flow, fork, step
from tests.integration.executions_api.runs import Runs
from tests.integration.executions_api.test_redrives import post, redriven
from tests.integration.flows.client import Api

BRANCHES = [
    {"branchId": "bad", "stepInstanceId": "bad", "condition": "$.currentItem == $.bad"},
    {"branchId": "good", "stepInstanceId": "good"},
]
SPLIT = flow(
    fork("f", branches=BRANCHES, config={"failOnBranchError": False, "maxConcurrency": 1}, then="end"),
    broken("bad"),
    compose("good", inputMappings={"it": "$.currentItem", "card": "$.card"}),
    step("end"),
)
"""A fork whose branch fails for the item that the context calls bad."""
GIVEN = {"items": [1, 2, 3, 4, 5], "bad": 3, "card": "4111-recorded"}
MENDED = [{"op": "replace", "path": "/bad", "value": 0}]


@pytest.fixture(params=[2, 1000], ids=["in chunks", "inline"])
def inline(request: pytest.FixtureRequest, settings: Settings) -> int:
    """Up to so many branches run within the run."""
    settings.ENV = settings.ENV.model_copy(update={"fork_inline_items": request.param, "fork_chunk_items": 2})
    found: int = request.param
    return found


def branches(runs: Runs, execution: str) -> list[tuple[Any, ...]]:
    rows = runs.read(execution, "branches/?fork=1")["results"]
    return sorted((one["index"], one["status"], one["visits"], one["inherited"]) for one in rows)


def test_how_many_stay_is_told_and_those_that_stayed_are_named(runs: Runs, inline: int) -> None:
    execution = runs.run(SPLIT, GIVEN)
    body = {"seq": 1, "contextPatch": MENDED}
    told = post(runs.api, execution, {**body, "branches": "failed"}, "redrive-from/?preview=true").body
    assert (told["branches"], told["inherited"], told["notes"]) == (
        {"failed": 1, "total": 5},
        {"visits": 4, "steps": [{"stepInstanceId": "good", "visits": 4}]},
        [],
    )
    assert {one["stepInstanceId"]: one["visitsBefore"] for one in told["runsAgain"]} == {
        "f": 1,
        "bad": 1,
        "good": 0,
        "end": 1,
    }
    everything = post(runs.api, execution, body, "redrive-from/?preview=true").body
    assert (everything["branches"], everything["inherited"]["visits"]) == ({"failed": 1, "total": 5}, 0)
    new = redriven(runs, execution, {**body, "branches": "failed"})
    assert runs.read(new)["status"] == "COMPLETED"
    assert branches(runs, new) == [(index, "COMPLETED", 1, index != 2) for index in range(5)]
    assert branches(runs, execution) == [(n, "FAILED" if n == 2 else "COMPLETED", 1, False) for n in range(5)]
    counted = runs.read(new, "branches/?fork=1")
    assert (counted["total"], counted["failed"], counted["open"]) == (5, 0, 0)


def test_the_visits_of_branches_that_stayed_say_so(runs: Runs, inline: int) -> None:
    execution = runs.run(SPLIT, GIVEN)
    new = redriven(runs, execution, {"seq": 1, "contextPatch": MENDED, "branches": "failed"})
    seen = {}
    for row in runs.read(new, "branches/?fork=1")["results"]:
        [visit] = runs.read(row["executionId"], f"steps/?branch=f[{row['index']}]")["results"]
        context = runs.read(row["executionId"], f"context/?seq={visit['seq']}&side=before")["context"]
        seen[row["index"]] = (visit["inherited"], context["bad"])
    assert seen == {0: (True, 3), 1: (True, 3), 2: (False, 0), 3: (True, 3), 4: (True, 3)}


def test_a_version_that_hides_less_hides_what_branches_recorded_all_the_same(
    runs: Runs, viewer: Api, stranger: Api, inline: int
) -> None:
    flow_id = runs.flow({**SPLIT, "redactPaths": ["$.card"]})
    execution = runs.run(flow_id, GIVEN)
    runs.api.ok("POST", f"/flows/{flow_id}/versions/", {})
    runs.api.ok("PUT", f"/flows/{flow_id}/versions/2/", {"definition": SPLIT}, If_Match='"1"')
    new = redriven(runs, execution, {"seq": 1, "contextPatch": MENDED, "branches": "failed", "version": 2})
    for row in runs.read(new, "branches/?fork=1")["results"]:
        place = f"/executions/{row['executionId']}"
        for rest in ("", "steps/", f"steps/{row['firstSeq']}/", f"context/?seq={row['firstSeq']}&side=before"):
            assert "4111" not in str(viewer.ok("GET", f"{place}/{rest}")), rest
            assert stranger("GET", f"{place}/{rest}").status == 404
    assert "4111" not in str(viewer.ok("GET", f"/executions/{new}/context/?seq=1&side=before"))


def test_its_capsule_replays_as_it_ran_and_with_branches_that_are_other_where_they_ran(runs: Runs, inline: int) -> None:
    execution = runs.run(SPLIT, GIVEN)
    new = redriven(runs, execution, {"seq": 1, "contextPatch": MENDED, "branches": "failed"})
    capsule = runs.read(new, "capsule/")
    assert runs.api.ok("POST", "/sandbox/capsule/", {"capsule": capsule})["verdict"] == "same"
    steps = {**SPLIT["steps"], "good": compose("good", {"it": "another"})}
    for place, body in (("sandbox/capsule", {"capsule": capsule}), (f"executions/{new}/replay", {})):
        found = runs.api.ok("POST", f"/{place}/", {**body, "definition": {**SPLIT, "steps": steps}})
        differing = [visit["path"] for visit in found["visits"] if visit["verdict"] == "differs"]
        assert (found["verdict"], differing) == ("differs", ["f", "f[2].good"])


def test_forks_whose_names_differ_by_a_capital_letter_are_two(runs: Runs) -> None:
    config = {"failOnBranchError": False}
    execution = runs.run(
        flow(
            fork("f", branches=BRANCHES, config=config, then="F"),
            fork("F", branches=[{"branchId": "other", "stepInstanceId": "other"}], config=config, then="end"),
            broken("bad"),
            compose("good"),
            compose("other"),
            step("end"),
        ),
        GIVEN,
    )
    assert [one[2] for one in branches(runs, execution)] == [1] * 5
    listed = runs.read(execution, "steps/?path=f[")["results"]
    assert {one["stepInstanceId"] for one in listed} == {"good", "bad"}
    body = {"seq": 1, "contextPatch": MENDED, "branches": "failed"}
    told = post(runs.api, execution, body, "redrive-from/?preview=true").body
    assert told["inherited"] == {"visits": 4, "steps": [{"stepInstanceId": "good", "visits": 4}]}
