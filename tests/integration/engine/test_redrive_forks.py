"""A fork again: all its branches, or those that did not succeed."""

from __future__ import annotations

from typing import Any

import pytest

from allma_site.common.problems import Invalid
from executions.contexts import Side
from executions.models import Execution
from tests.engine_flows import call, chain, compose, flow, fork, step, wait
from tests.integration.engine.lab import Lab
from tests.integration.engine.redrives import (
    TOLERANT,
    again,
    calling,
    context,
    failed_run,
    failing,
    held_run,
    inherited,
    preview,
    redriven,
    refusal,
    replace_at,
)
from tests.integration.engine.world import World


def test_a_visit_in_a_branch_means_its_fork(lab: Lab, world: World) -> None:
    run = failed_run(lab, world, 2)
    inside = next(row.seq for row in lab.steps(run.pk) if row.path == "f[1].send")
    found = preview(lab, run, seq=inside)
    assert (found.plan.target.seq, found.plan.target.step) == (2, "f")
    assert dict(found.notes) == {"moved_to_fork": "f[1].send is inside a fork, so the redrive begins at the fork 'f'."}
    new = redriven(lab, run, step="send")
    assert (new.status, new.redrive_from_seq, len(world.seen)) == ("COMPLETED", 2, 4)


def test_only_the_branches_that_did_not_succeed_run_again(lab: Lab, world: World) -> None:
    run = failed_run(lab, world, 1, 2, config=TOLERANT)
    assert lab.output(run.pk)["failed"] == 2
    branches = preview(lab, run, step="f").plan.branches
    assert branches is not None
    assert (branches.failed, branches.total) == (2, 4)
    new = redriven(lab, run, step="f", only_failed=True)
    assert sorted(seen.path for seen in world.seen) == ["/thing/1", "/thing/2"]
    assert lab.output(new.pk) == {"got": [{"at": f"/thing/{n}"} for n in range(4)], "failed": 0}
    assert [row.result for row in lab.steps(new.pk) if row.path == "f[3].send"] == [
        row.result for row in lab.steps(run.pk) if row.path == "f[3].send"
    ]


def test_inherited_branches_stand_right_behind_their_fork(lab: Lab, world: World) -> None:
    run = failed_run(lab, world, 2)
    new = redriven(lab, run, step="f", only_failed=True)
    assert inherited(lab, new) == [
        (1, "first", True),
        (2, "f", False),
        (3, "f[0].prepare", True),
        (4, "f[0].send", True),
        (5, "f[1].prepare", True),
        (6, "f[1].send", True),
        (7, "f[2].prepare", False),
        (8, "f[2].send", False),
        (9, "f[3].prepare", False),
        (10, "f[3].send", False),
        (11, "end", False),
    ]


def test_branches_see_an_edited_context_and_inherited_ones_theirs(lab: Lab, world: World) -> None:
    run = failed_run(lab, world, 3)
    new = redriven(lab, run, step="f", only_failed=True, patch=replace_at("/times", 5))
    assert [context(lab, new, seq)["times"] for seq in (1, 3, 5, 7)] == [1, 1, 1, 1]
    assert context(lab, new, 2, Side.BEFORE)["times"] == 5
    rows = {row.path: row.seq for row in lab.steps(new.pk)}
    assert context(lab, new, rows["f[3].send"])["p"] == {"item": 3, "times": 5}
    assert context(lab, new, rows["f[0].send"])["p"] == {"item": 0, "times": 1}
    assert context(lab, new, rows["end"])["times"] == 5


def test_no_more_branches_live_at_once_than_the_fork_allows(lab: Lab) -> None:
    run = held_run(lab)
    new = redriven(lab, run, step="f", only_failed=True, patch=replace_at("/key", "b"))
    waiting = [row.path for row in lab.steps(new.pk) if row.path != "f" and row.status == "WAITING"]
    assert waiting == ["f[1].hold", "f[2].hold"]
    for number in (1, 2, 3, 4):
        lab.event(f"b-{number}")
        lab.drain()
    assert lab.get(new.pk).status == "COMPLETED"


def test_a_worker_that_dies_while_branches_run_again_loses_none(lab: Lab, world: World) -> None:
    run = failed_run(lab, world, 1, 2, config=TOLERANT)
    new = again(lab, run, step="f", only_failed=True)
    for commits in (1, 1, 1):
        lab.kill_at(new, commits, after=True)
    lab.drain()
    assert lab.output(new) == {"got": [{"at": f"/thing/{n}"} for n in range(4)], "failed": 0}
    assert {seen.path for seen in world.seen} == {"/thing/1", "/thing/2"}


def test_a_fork_in_a_branch_that_succeeded_is_inherited_with_it(lab: Lab, world: World) -> None:
    one = {"maxConcurrency": 1}
    body = flow(
        fork("f", "inner", config=one),
        fork("inner", "leaf", items="$.currentItem", config=one),
        compose("leaf", {"v": "$.currentItem"}, then="send"),
        call("send", f"{world.url}/{{{{ currentItem }}}}", "POST"),
    )
    failing(world, 2)
    run = lab.run(body, {"items": [[0, 1], [2]]})
    assert run.status == "FAILED"
    failing(world)
    world.seen.clear()
    new = redriven(lab, run, step="f", only_failed=True)
    assert [seen.path for seen in world.seen] == ["/thing/2"]
    assert new.status == "COMPLETED"
    rows = {row.path: row.seq for row in lab.steps(run.pk)}
    renewed = {row.path: row.seq for row in lab.steps(new.pk)}
    path = "f[0].inner[1].send"
    assert context(lab, new, renewed[path]) == context(lab, run, rows[path])


def test_items_without_a_branch_stay_null(lab: Lab, world: World) -> None:
    branches = [{"branchId": "b", "stepInstanceId": "send", "condition": "$.currentItem > 0"}]
    failing(world, 1)
    one = {"maxConcurrency": 1}
    body = flow(fork("f", branches=branches, config=one), call("send", f"{world.url}/{{{{ currentItem }}}}"))
    run = lab.run(body, {"items": [0, 1, 2]})
    failing(world)
    found = preview(lab, run, step="f").plan.branches
    assert found is not None
    assert (found.failed, found.total) == (2, 3)
    data = lab.output(redriven(lab, run, step="f", only_failed=True).pk)["f"]["aggregatedData"]
    assert [one and one["status"] for one in data] == [None, 200, 200]


def test_failed_branches_alone_are_refused_where_that_cannot_be_right(lab: Lab, world: World, limits: Any) -> None:
    run = failed_run(lab, world, 1)
    assert refusal(lab, run, step="f", patch=replace_at("/items", [0, 1])) == "fork_changed"
    with pytest.raises(Invalid, match="'first' is no fork"):
        again(lab, run, step="first", only_failed=True)
    fine = lab.run(calling(world), {"items": [0], "times": 1})
    assert refusal(lab, fine, step="f") == "no_failed_branches"
    holding = lab.run(flow(fork("f", "w"), wait("w", "k")), {"items": [0]})
    assert refusal(lab, holding, step="f") == "fork_is_running"
    lab.cancel(holding.pk)
    lab.drain()


def test_a_fork_met_again_in_a_loop_has_the_branches_of_that_visit(lab: Lab, world: World) -> None:
    failing(world, 1)
    body = flow(
        fork("f", "send", config=TOLERANT, then="next", onError={}),
        call("send", f"{world.url}/{{{{ currentItem }}}}"),
        compose(
            "next",
            {"i": [2, 3]},
            outputMappings={"$.items": "$.i"},
            transitions=[{"condition": "$.items[0] == 0", "nextStepInstanceId": "never"}],
            then="g",
        ),
        fork("g", "send", config=TOLERANT),
        step("never"),
    )
    run = lab.run(body, {"items": [0, 1]})
    failing(world)
    new = redriven(lab, run, seq=1, only_failed=True)
    rows = [row.path for row in lab.steps(new.pk) if row.inherited]
    assert rows == ["f[0].send"]
    assert lab.output(new.pk)["g"]["failedCount"] == 0


def test_a_distributed_fork_runs_again_as_a_whole(lab: Lab, world: World, limits: Any) -> None:
    limits(fork_inline_items=2, fork_chunk_items=2)
    run = failed_run(lab, world, 2, config=TOLERANT)
    found = preview(lab, run, step="send")
    assert found.plan.target.step == "f"
    assert next(one.before for one in found.again if one.step == "send") == 4
    new = redriven(lab, run, step="send")
    assert new.status == "COMPLETED"
    assert sorted(seen.path for seen in world.seen) == [f"/thing/{n}" for n in range(4)]


def test_a_run_behind_a_distributed_fork_inherits_its_output(lab: Lab, limits: Any) -> None:
    limits(fork_inline_items=1, fork_chunk_items=2)
    body = chain(fork("f", "b"), compose("end", {"sum": "$.steps_output.f.aggregatedData"}))
    body["steps"]["b"] = compose("b", {"v": "$.currentItem"})
    run = lab.run(body, {"items": [1, 2, 3]})
    new = redriven(lab, run, step="end")
    assert lab.output(new.pk)["end"] == lab.output(run.pk)["end"]
    assert not Execution.objects.filter(parent=new).exists()
