"""A distributed fork that is opened again: it begins with its run, whoever dies, and shows whose its branches are."""

from __future__ import annotations

from typing import Any

import pytest

from allma_site.common.problems import NotFound
from executions import services, store_reopening
from executions.comparing import compare
from executions.lineage_paths import place_of
from executions.lineage_services import lineage_of
from executions.models import Execution, InheritedPart, Join
from tests.engine_flows import broken, call, flow, fork, step, wait
from tests.integration.engine.lab import Killed, Lab
from tests.integration.engine.redrives import (
    TOLERANT,
    again,
    calling,
    chunks,
    context,
    deleted,
    failed_run,
    failing,
    preview,
    published,
    redriven,
    refusal,
    replace_at,
    whole,
)
from tests.integration.engine.test_replay import again as replayed
from tests.integration.engine.world import World


@pytest.fixture(autouse=True)
def spread(limits: Any) -> None:
    """Forks over more than two items run in chunks of two."""
    limits(fork_inline_items=2, fork_chunk_items=2)


class TestWhenItBegins:
    def test_its_chunks_wait_for_the_run(self, lab: Lab, world: World) -> None:
        run = failed_run(lab, world, 2, config=TOLERANT)
        new = again(lab, run, step="f", only_failed=True)
        assert [(one.status, one.next_run_at, one.started_at is None) for one in chunks(new)] == [
            ("COMPLETED", None, False),
            ("QUEUED", None, True),
        ]
        lab.drain()
        [_, last] = chunks(new)
        began = lab.get(new).started_at
        assert began is not None
        assert last.started_at is not None
        assert began <= last.started_at

    def test_cancelled_before_it_begins_it_sends_nothing(self, lab: Lab, world: World) -> None:
        run = failed_run(lab, world, 2, config=TOLERANT)
        new = again(lab, run, step="f", only_failed=True)
        lab.cancel(new)
        lab.drain()
        assert [lab.get(new).status, *(one.status for one in chunks(new))] == ["CANCELLED", "COMPLETED", "CANCELLED"]
        assert world.seen == []

    def test_paused_before_it_begins_it_goes_on_when_it_is_resumed(self, lab: Lab, world: World) -> None:
        run = failed_run(lab, world, 2, config=TOLERANT)
        new = again(lab, run, step="f", only_failed=True)
        lab.pause(new)
        lab.drain()
        assert (lab.get(new).status, world.seen) == ("PAUSED", [])
        lab.resume(new)
        lab.drain()
        whole(lab, new)


class TestWhoeverDies:
    @pytest.mark.parametrize("after", [False, True])
    @pytest.mark.parametrize("commit", [1, 2, 3, 4, 5, 6])
    def test_only_failed_branches_are_sent_again(self, lab: Lab, world: World, commit: int, after: bool) -> None:
        run = failed_run(lab, world, 1, 2, config=TOLERANT)
        new = again(lab, run, step="f", only_failed=True)
        with lab.dying(commit, after=after), pytest.raises(Killed):
            lab.drain()
        for one in Execution.objects.filter(lease_until__isnull=False):
            lab.expire(one.pk)
        lab.drain()
        whole(lab, new)
        assert {seen.path for seen in world.seen} == {"/thing/1", "/thing/2"}

    @pytest.mark.parametrize("at", ["insert_rows", "_open_join", "_keep_contexts", "_copy_visits"])
    def test_a_death_while_it_is_created_leaves_nothing(
        self, lab: Lab, world: World, monkeypatch: pytest.MonkeyPatch, at: str
    ) -> None:
        run = failed_run(lab, world, 2, config=TOLERANT)

        def die(*_: Any, **__: Any) -> None:
            raise Killed

        with monkeypatch.context() as patch:
            patch.setattr(store_reopening, at, die)
            with pytest.raises(Killed):
                again(lab, run, step="f", only_failed=True)
        assert set(Execution.objects.values_list("pk", flat=True)) == {run.pk, *(one.pk for one in chunks(run))}
        assert (Join.objects.count(), InheritedPart.objects.count()) == (1, 0)
        whole(lab, redriven(lab, run, step="f", only_failed=True))

    def test_the_run_whose_branches_stay_is_deleted_meanwhile(
        self, lab: Lab, world: World, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        run = failed_run(lab, world, 2, config=TOLERANT)
        behind = redriven(lab, run, step="end")
        real = services.admit

        def late(*args: Any, **options: Any) -> Any:
            deleted(lab, run)
            return real(*args, **options)

        monkeypatch.setattr(services, "admit", late)
        with pytest.raises(NotFound):
            again(lab, behind, step="f", only_failed=True)
        assert list(Execution.objects.values_list("pk", flat=True)) == [behind.pk]


class TestRefusals:
    def test_other_items(self, lab: Lab, world: World) -> None:
        run = failed_run(lab, world, 1)
        assert refusal(lab, run, step="f", patch=replace_at("/items", [0, 1, 2])) == "fork_changed"
        assert refusal(lab, run, step="f", patch=replace_at("/items", [0, 1, 2, 4])) == "fork_changed"
        assert refusal(lab, run, step="f", patch=replace_at("/items", "none")) == "fork_changed"

    def test_no_failures(self, lab: Lab, world: World) -> None:
        fine = lab.run(calling(world), {"items": [0, 1, 2], "times": 1})
        assert refusal(lab, fine, step="f") == "no_failed_branches"

    def test_a_fork_whose_chunks_are_still_being_stopped(self, lab: Lab) -> None:
        branches = [
            {"branchId": "bad", "stepInstanceId": "bad", "condition": "$.currentItem == 0"},
            {"branchId": "good", "stepInstanceId": "good", "condition": "$.currentItem < 3"},
        ]
        body = flow(fork("f", branches=branches), broken("bad"), wait("good", "k{{ currentIndex }}"))
        run = lab.start(body, {"items": [0, 1, 2, 3]})
        with lab.dying(5, after=True), pytest.raises(Killed):
            lab.drain()
        assert (lab.get(run).status, [one.ended_at is None for one in chunks(run)]) == ("FAILED", [False, True])
        assert refusal(lab, lab.get(run), step="f") == "fork_is_running"
        lab.drain()
        found = preview(lab, run, step="f", only_failed=True).plan.branches
        assert found is not None
        assert (found.failed, found.total) == (3, 4)


class TestWhatIsShown:
    def test_a_replay_and_a_comparison_know_its_branches(self, lab: Lab, world: World) -> None:
        run = failed_run(lab, world, 2, config=TOLERANT)
        new = redriven(lab, run, step="f", only_failed=True)
        world.seen.clear()
        assert replayed(lab, new).verdict == "same"
        assert world.seen == []
        found = compare(run, new)
        assert [(row.right and row.right.path) for row in found.rows if row.verdict != "same"] == ["f", "f[2].send"]
        assert found.first is not None
        assert found.first.right is not None
        assert (found.first.right.path, found.first.right.inherited) == ("f[2].send", False)

    def test_the_lineage_of_a_branch_is_of_the_run_that_made_it(self, lab: Lab, world: World) -> None:
        run = failed_run(lab, world, 2, config=TOLERANT)
        new = redriven(lab, run, step="f", only_failed=True, patch=replace_at("/times", 5))
        place = place_of("$.times")
        [_, last] = chunks(new)
        written = {}
        for row in lab.steps(last.pk):
            if row.step_instance_id == "prepare":
                [*_, newest] = reversed(lineage_of(last, place, seq=row.seq, after=False).written)
                written[row.path] = (newest.write.kind, newest.write.seq)
        assert written == {"f[3].prepare": ("START", 0), "f[2].prepare": ("EDITED", 2)}

    def test_a_step_inside_is_shown_by_the_definition_it_ran_by(self, lab: Lab, world: World) -> None:
        branches = [{"branchId": "b", "stepInstanceId": "send", "inputMappings": {"was": "$.currentItem"}}]
        body = [call("send", f"{world.url}/{{{{ currentItem }}}}", "POST"), step("end")]
        failing(world, 1)
        run = lab.run(flow(fork("f", branches=branches, config=TOLERANT), *body), {"items": [0, 1, 2]})
        failing(world)
        renamed = [{**branches[0], "inputMappings": {"now": "$.currentItem"}}]
        published(lab, run, flow(fork("f", branches=renamed, config=TOLERANT), *body))
        new = redriven(lab, run, step="f", only_failed=True, version="published")
        seen = {}
        for chunk in chunks(new):
            for row in lab.steps(chunk.pk):
                root = context(lab, chunk, row.seq)
                seen[row.path] = (root.get("was"), root.get("now"))
        assert seen == {"f[0].send": (0, None), "f[1].send": (None, 1), "f[2].send": (2, None)}
