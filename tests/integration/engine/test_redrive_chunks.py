"""Only the failed branches of a fork that ran in chunks: what stays, what runs again, whoever dies."""

from __future__ import annotations

from typing import Any

import pytest

from executions.models import ContextSnapshot, Execution, InheritedPart, Join, StepExecution
from tests.engine_flows import broken, call, compose, flow, fork
from tests.integration.engine.lab import Lab
from tests.integration.engine.redrives import (
    TOLERANT,
    chunks,
    context,
    deleted,
    failed_run,
    failing,
    held_run,
    inherited,
    preview,
    published,
    redriven,
    refusal,
    replace_at,
    sent,
    whole,
)
from tests.integration.engine.test_replay import again as replayed
from tests.integration.engine.world import World


@pytest.fixture(autouse=True)
def spread(limits: Any) -> None:
    """Forks over more than two items run in chunks of two."""
    limits(fork_inline_items=2, fork_chunk_items=2)


class TestWhatRunsAgain:
    def test_items_that_failed_or_were_never_begun(self, lab: Lab, world: World) -> None:
        run = failed_run(lab, world, 2)
        assert run.status == "FAILED"
        found = preview(lab, run, step="f", only_failed=True)
        assert found.plan.branches is not None
        assert (found.plan.branches.failed, found.plan.branches.total, found.notes) == (2, 4, {})
        assert dict(found.inherited) == {"first": 1, "prepare": 2, "send": 2}
        assert {one.step: one.before for one in found.again} == {"f": 1, "prepare": 1, "send": 1, "end": 0}
        new = redriven(lab, run, step="f", only_failed=True)
        assert sent(world) == ["/thing/2", "/thing/3"]
        whole(lab, new)

    def test_failures_that_were_tolerated(self, lab: Lab, world: World) -> None:
        run = failed_run(lab, world, 1, 2, config=TOLERANT)
        assert lab.output(run.pk)["failed"] == 2
        branches = preview(lab, run, step="f").plan.branches
        assert branches is not None
        assert (branches.failed, branches.total) == (2, 4)
        new = redriven(lab, run, step="send", only_failed=True)
        assert sent(world) == ["/thing/1", "/thing/2"]
        whole(lab, new)

    def test_a_chunk_without_failures_is_taken_over_and_the_others_have_what_succeeded(
        self, lab: Lab, world: World
    ) -> None:
        run = failed_run(lab, world, 2, config=TOLERANT)
        new = redriven(lab, run, step="f", only_failed=True)
        assert inherited(lab, new) == [(1, "first", True), (2, "f", False), (3, "end", False)]
        first, second = chunks(new)
        assert [(one.status, one.epoch) for one in (first, second)] == [("COMPLETED", 0), ("COMPLETED", 1)]
        assert inherited(lab, first) == [
            (2, "f[0].prepare", True),
            (3, "f[0].send", True),
            (4, "f[1].prepare", True),
            (5, "f[1].send", True),
        ]
        assert inherited(lab, second) == [
            (2, "f[3].prepare", True),
            (3, "f[3].send", True),
            (4, "f[2].prepare", False),
            (5, "f[2].send", False),
        ]
        assert lab.events(first.pk) == ["execution.queued", "execution.completed"]
        join = Join.objects.get(execution=new)
        assert (join.chunks, join.chunks_left, join.items, join.failed_items) == (2, 0, 4, 0)

    def test_failures_of_the_second_time_are_counted_against_what_is_tolerated(self, lab: Lab, world: World) -> None:
        half = {**TOLERANT, "toleratedFailurePercentage": 50}
        run = failed_run(lab, world, 0, 1, 2, config=half)
        assert run.status == "FAILED"
        failing(world, 0)
        new = redriven(lab, run, step="f", only_failed=True)
        assert (new.status, lab.output(new.pk)["failed"], Join.objects.get(execution=new).failed_items) == (
            "COMPLETED",
            1,
            1,
        )

    def test_a_version_that_joins_otherwise_joins_the_same_results(self, lab: Lab, world: World) -> None:
        world.on_request = lambda seen: world.script.append(
            (400 if seen.path == "/thing/5" else 200, {"n": int(seen.path[7:])})
        )

        def body(strategy: str, path: str) -> dict[str, Any]:
            config = {**TOLERANT, "strategy": strategy, "dataPath": path}
            return flow(fork("f", "send", config=config), call("send", f"{world.url}/{{{{ currentItem }}}}", "POST"))

        run = lab.run(body("COLLECT_ARRAY", "$.data"), {"items": [1, 2, 3, 4, 5]})
        published(lab, run, body("SUM", "$.data.n"))
        world.on_request = lambda seen: world.script.append((200, {"n": int(seen.path[7:])}))
        world.seen.clear()
        new = redriven(lab, run, step="f", only_failed=True, version="published")
        assert sent(world) == ["/thing/5"]
        assert lab.output(new.pk)["f"] == {"aggregatedData": 15, "itemCount": 5, "failedCount": 0}
        summed = redriven(lab, new, step="f")
        assert lab.output(summed.pk)["f"]["aggregatedData"] == 15

    @pytest.mark.parametrize(
        ("strategy", "path", "expected"), [("SUM", "$.v", 15), ("MERGE_OBJECTS", "$", {"v": 5}), ("NONE", "$", None)]
    )
    def test_sums_and_merges_are_made_of_what_stays_and_what_is_new(
        self, lab: Lab, strategy: str, path: str, expected: Any
    ) -> None:
        branches = [
            {"branchId": "bad", "stepInstanceId": "bad", "condition": "$.currentItem == $.bad"},
            {"branchId": "good", "stepInstanceId": "a"},
        ]
        config = {**TOLERANT, "strategy": strategy, "dataPath": path}
        body = flow(fork("f", branches=branches, config=config), broken("bad"), compose("a", {"v": "$.currentItem"}))
        run = lab.run(body, {"items": [1, 2, 3, 4, 5], "bad": 2})
        new = redriven(lab, run, step="f", only_failed=True, patch=replace_at("/bad", 0))
        assert lab.output(new.pk)["f"] == {"aggregatedData": expected, "itemCount": 5, "failedCount": 0}

    def test_items_without_a_branch_stay_null(self, lab: Lab, world: World) -> None:
        branches = [{"branchId": "b", "stepInstanceId": "send", "condition": "$.currentItem > 0"}]
        body = flow(
            fork("f", branches=branches, config={"maxConcurrency": 1}),
            call("send", f"{world.url}/{{{{ currentItem }}}}"),
        )
        failing(world, 1)
        run = lab.run(body, {"items": [0, 1, 2, 0]})
        failing(world)
        world.seen.clear()
        found = preview(lab, run, step="f").plan.branches
        assert found is not None
        assert (found.failed, found.total) == (1, 4)
        data = lab.output(redriven(lab, run, step="f", only_failed=True).pk)["f"]["aggregatedData"]
        assert [one and one["status"] for one in data] == [None, 200, 200, None]
        assert sent(world) == ["/thing/1"]

    def test_no_more_branches_live_at_once_than_the_fork_allows(self, lab: Lab, limits: Any) -> None:
        limits(fork_inline_items=2, fork_chunk_items=5)
        run = held_run(lab)
        new = redriven(lab, run, step="f", only_failed=True, patch=replace_at("/key", "b"))
        [chunk] = chunks(new)
        assert [row.path for row in lab.steps(chunk.pk) if row.status == "WAITING"] == ["f[1].hold", "f[2].hold"]
        for number in (1, 2, 3, 4):
            lab.event(f"b-{number}")
            lab.drain()
        assert lab.get(new.pk).status == "COMPLETED"


class TestAgainAndAgain:
    def test_each_branch_sees_what_the_run_saw_that_made_it(self, lab: Lab, world: World) -> None:
        run = failed_run(lab, world, 1, 2, config=TOLERANT)
        failing(world, 2)
        second = redriven(lab, run, step="f", only_failed=True, patch=replace_at("/times", 5))
        assert lab.output(second.pk)["failed"] == 1
        deleted(lab, run)
        failing(world)
        world.seen.clear()
        third = redriven(lab, second, step="f", only_failed=True, patch=replace_at("/times", 9))
        assert sent(world) == ["/thing/2"]
        whole(lab, third)
        deleted(lab, second)
        seen = {}
        for chunk in chunks(third):
            for row in lab.steps(chunk.pk):
                if row.step_instance_id == "send":
                    seen[row.path] = (context(lab, chunk, row.seq)["p"]["times"], row.inherited)
        assert seen == {"f[0].send": (1, True), "f[1].send": (5, True), "f[2].send": (9, False), "f[3].send": (1, True)}

    def test_a_fork_that_a_redrive_has_from_another_run(self, lab: Lab, world: World) -> None:
        run = failed_run(lab, world, 2, config=TOLERANT)
        behind = redriven(lab, run, step="end")
        assert chunks(behind) == []
        found = preview(lab, behind, step="f", only_failed=True)
        assert next(one.before for one in found.again if one.step == "send") == 1
        new = redriven(lab, behind, step="f", only_failed=True)
        assert sent(world) == ["/thing/2"]
        whole(lab, new)
        deleted(lab, run)
        assert preview(lab, behind, step="f").plan.branches is None
        assert refusal(lab, behind, step="f") == "fork_branches_gone"

    def test_a_run_is_deleted_with_the_chunks_it_took_over(self, lab: Lab, world: World) -> None:
        run = failed_run(lab, world, 2, config=TOLERANT)
        new = redriven(lab, run, step="f", only_failed=True)
        kept = {chunk.pk for chunk in chunks(run)}
        deleted(lab, new)
        assert {chunk.pk for chunk in Execution.objects.filter(kind="CHUNK")} == kept
        for model in (StepExecution, ContextSnapshot, Join):
            assert set(model.objects.values_list("execution_id", flat=True)) <= {run.pk, *kept}
        assert not InheritedPart.objects.exists()
        whole(lab, redriven(lab, run, step="f", only_failed=True))


class TestForksInside:
    def test_one_in_a_branch_that_stays_stays_with_it_and_one_that_runs_again_is_spread_again(
        self, lab: Lab, world: World
    ) -> None:
        body = flow(
            fork("f", "inner", items="$.lists", config=TOLERANT),
            fork("inner", "send", items="$.currentItem", config={"maxConcurrency": 1}),
            call("send", f"{world.url}/{{{{ currentItem }}}}", "POST"),
        )
        failing(world, 9)
        run = lab.run(body, {"lists": [[1, 2, 3], [4, 5], [7, 8, 9]]})
        failing(world)
        world.seen.clear()
        new = redriven(lab, run, step="f", only_failed=True)
        assert sent(world) == ["/thing/7", "/thing/8", "/thing/9"]
        first, second = chunks(new)
        assert inherited(lab, first) == [
            (2, "f[0].inner", True),
            (3, "f[1].inner", True),
            (4, "f[1].inner[0].send", True),
            (5, "f[1].inner[1].send", True),
        ]
        assert (chunks(first), len(chunks(second))) == ([], 2)
        found = lab.whole_output(new.pk)["f"]["aggregatedData"]
        data = [[one["data"]["at"] for one in inner["aggregatedData"]] for inner in found]
        assert data == [[f"/thing/{n}" for n in numbers] for numbers in ([1, 2, 3], [4, 5], [7, 8, 9])]
        assert replayed(lab, new).verdict == "same"
