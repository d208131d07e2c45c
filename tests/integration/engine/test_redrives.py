"""A run again from any of its visits: what is inherited, what the steps see."""

from __future__ import annotations

from typing import Any

import pytest

from allma_site.common.problems import Invalid, NotFound
from executions.contexts import Side
from executions.models import Execution, StepExecution
from tests.engine_flows import broken, chain, compose, count, flow, fork, step, sub_flow, wait, way
from tests.integration.engine.lab import Lab
from tests.integration.engine.redrives import LINE, again, context, inherited, preview, redriven, replace_at


class TestFromAVisit:
    def test_visits_before_are_inherited_and_the_others_made_again(self, lab: Lab) -> None:
        run = lab.run(LINE, {"n": 1})
        new = redriven(lab, run, seq=2)
        assert inherited(lab, new) == [(1, "a", True), (2, "b", False), (3, "c", False)]
        assert (new.status, new.redrive_of_id, new.redrive_from_seq, new.visits) == ("COMPLETED", run.pk, 2, 3)
        assert lab.output(new.pk) == lab.output(run.pk)
        assert lab.events(new.pk) == ["execution.queued", "execution.started", "progress", "execution.completed"]

    def test_the_original_is_never_touched(self, lab: Lab) -> None:
        run = lab.run(LINE, {"n": 1})
        rows = list(StepExecution.objects.filter(execution=run).order_by("pk").values())
        redriven(lab, run, seq=2, patch=replace_at("/a", 5))
        assert list(StepExecution.objects.filter(execution=run).order_by("pk").values()) == rows
        assert Execution.objects.filter(pk=run.pk).values().get() == Execution.objects.filter(pk=run.pk).values().get()
        assert lab.get(run.pk).seq == run.seq

    def test_an_inherited_visit_is_the_same_row_but_for_its_owner(self, lab: Lab) -> None:
        run = lab.run(LINE, {"n": 1})
        new = again(lab, run, seq=3)
        kept, rows = {"id", "execution_id", "epoch", "inherited"}, StepExecution.objects.order_by("seq")
        copies = [{k: v for k, v in row.items() if k not in kept} for row in rows.filter(execution=new).values()]
        originals = [{k: v for k, v in row.items() if k not in kept} for row in rows.filter(execution=run).values()]
        assert copies == originals[:2]
        lab.drain()

    def test_an_edited_context_is_what_the_steps_see(self, lab: Lab) -> None:
        run = lab.run(LINE, {"n": 1})
        new = redriven(lab, run, seq=2, patch=replace_at("/a", 5))
        assert lab.output(new.pk) == {"c": 5}
        assert new.redrive_context_diff == '[{"op":"replace","path":"/a","value":5}]'

    def test_the_edit_lies_between_the_visit_before_and_the_visit_itself(self, lab: Lab) -> None:
        run = lab.run(LINE, {"n": 1})
        new = again(lab, run, seq=2, patch=replace_at("/a", 5))
        assert context(lab, new, None)["a"] == 5
        lab.drain()
        assert context(lab, new, 1) == context(lab, run, 1)
        assert context(lab, new, 2, Side.BEFORE)["a"] == 5
        assert context(lab, new, 3) == {**context(lab, run, 3), "a": 5, "b": 5, "c": 5}

    def test_the_first_visit_can_be_edited_too(self, lab: Lab) -> None:
        run = lab.run(LINE, {"n": 1})
        new = redriven(lab, run, seq=1, patch=replace_at("/n", 9))
        assert lab.output(new.pk) == {"c": 9}
        assert (context(lab, new, 0)["n"], context(lab, new, 1, Side.BEFORE)["n"]) == (1, 9)

    def test_a_step_means_its_last_visit(self, lab: Lab) -> None:
        run = lab.run(LOOP, {"n": 0})
        new = redriven(lab, run, step="add")
        assert new.redrive_from_seq == 6
        assert lab.output(new.pk) == lab.output(run.pk)

    def test_redrives_of_redrives_keep_every_moment_as_it_was(self, lab: Lab) -> None:
        first = lab.run(LINE, {"n": 1})
        second = redriven(lab, first, seq=2, patch=replace_at("/a", 2))
        third = redriven(lab, second, seq=3, patch=replace_at("/b", 3))
        fourth = redriven(lab, third, seq=3)
        assert [lab.output(one.pk)["c"] for one in (first, second, third, fourth)] == [1, 2, 3, 3]
        assert context(lab, fourth, 1) == context(lab, first, 1)
        assert context(lab, fourth, 2, Side.BEFORE) == context(lab, second, 2, Side.BEFORE)
        assert context(lab, fourth, 2) == context(lab, second, 2)
        assert context(lab, fourth, 3, Side.BEFORE) == context(lab, third, 3, Side.BEFORE)
        parts = fourth.inherited_parts.order_by("first").values_list("first", "last", "run_id", "began_at_seq")
        assert list(parts) == [(1, 1, first.pk, None), (2, 2, second.pk, 2)]

    def test_its_past_outlives_the_run_it_comes_from(self, lab: Lab) -> None:
        run = lab.run(LINE, {"n": 1})
        expected = [context(lab, run, seq) for seq in (1, 2)]
        new = again(lab, run, seq=3)
        run.delete()
        lab.drain()
        assert lab.get(new).redrive_of_id is None
        assert [context(lab, new, seq) for seq in (1, 2)] == expected
        assert lab.output(new) == {"c": 1}

    def test_a_long_past_is_inherited_whole_with_some_of_its_snapshots(self, lab: Lab) -> None:
        steps = [compose(f"s{n}", {"n": n}, outputMappings={f"$.k{n}": "$.n"}) for n in range(120)]
        run = lab.run(chain(*steps), {})
        new = redriven(lab, run, seq=111, patch=[{"op": "add", "path": "/extra", "value": True}])
        assert new.snapshots.filter(seq__lt=110).count() == run.snapshots.filter(seq__lt=110).count() > 0
        for seq in (1, 49, 50, 51, 100, 110):
            assert context(lab, new, seq) == context(lab, run, seq)
        assert context(lab, new, 120) == {**context(lab, run, 120), "extra": True}

    def test_chunks_are_no_runs(self, lab: Lab, limits: Any) -> None:
        limits(fork_inline_items=1, fork_chunk_items=2)
        run = lab.run(flow(fork("f", "a"), step("a")), {"items": [1, 2, 3]})
        chunk = Execution.objects.filter(parent=run).first()
        assert chunk is not None
        with pytest.raises(NotFound):
            again(lab, chunk, seq=2)


LOOP = flow(
    step("first", then="add"),
    count("add", transitions=[way("$.n < 3", "look", maxTransitions=2)], then="end"),
    step("look", then="add"),
    step("end"),
    output={"$.n": "$.n"},
)


class TestLoopsErrorsAndWaits:
    def test_limits_of_transitions_go_on_from_where_they_stood(self, lab: Lab) -> None:
        run = lab.run(LOOP, {"n": 0})
        assert [path for path, _ in lab.trace(run.pk)] == ["first", "add", "look", "add", "look", "add", "end"]
        back = replace_at("/n", 0)
        assert lab.error(redriven(lab, run, seq=6, patch=back).pk)["code"] == "transition_limit"
        fresh = redriven(lab, run, seq=2, patch=back)
        assert (fresh.status, lab.output(fresh.pk)) == ("COMPLETED", {"n": 3})

    def test_any_visit_of_a_loop_has_its_own_context(self, lab: Lab) -> None:
        run = lab.run(LOOP, {"n": 0})
        for seq, expected in ((2, 0), (4, 1), (6, 2)):
            assert context(lab, again(lab, run, seq=seq), None)["n"] == expected
        lab.drain()

    def test_a_fallback_step_still_sees_its_error(self, lab: Lab) -> None:
        sorry = compose("sorry", {"said": "$.error.code"}, outputMappings={"$.said": "$.said"})
        run = lab.run(flow(broken("x", onError={"fallbackStepInstanceId": "sorry"}), sorry))
        new = redriven(lab, run, step="sorry")
        assert context(lab, new, None)["said"] == "not_a_number"

    def test_from_a_wait_on_it_waits_again(self, lab: Lab) -> None:
        run = lab.start(chain(compose("a"), wait("w", "k"), compose("b", {"x": "$.steps_output.w.x"})))
        lab.drain()
        lab.event("k", {"x": 1})
        lab.drain()
        waiting = redriven(lab, run, step="w")
        assert waiting.status == "WAITING"
        lab.event("k", {"x": 2})
        lab.drain()
        assert lab.output(waiting.pk)["b"] == {"x": 2}
        behind = redriven(lab, run, step="b")
        assert lab.output(behind.pk) == lab.output(run)

    def test_a_run_that_waits_may_be_redriven_beside(self, lab: Lab) -> None:
        run = lab.run(chain(compose("a", {"x": 1}), wait("w", "{{ key }}")), {"key": "one"})
        assert dict(preview(lab, run, step="w").notes) == {
            "still_running": "The original run is not over. It goes on beside the redrive."
        }
        new = redriven(lab, run, step="w", patch=replace_at("/key", "two"))
        assert [lab.get(one.pk).status for one in (run, new)] == ["WAITING", "WAITING"]
        lab.event("one")
        lab.event("two")
        lab.drain()
        assert [lab.get(one.pk).status for one in (run, new)] == ["COMPLETED", "COMPLETED"]

    def test_a_sub_flow_before_stays_the_original_s(self, lab: Lab) -> None:
        child = lab.publish(chain(compose("inner", {"x": 4})))
        run = lab.run(chain(sub_flow("s", child), compose("b", {"y": "$.steps_output.s.inner.x"})))
        children = Execution.objects.filter(parent=run)
        new = redriven(lab, run, step="b")
        assert lab.output(new.pk) == lab.output(run.pk)
        assert (children.count(), Execution.objects.filter(parent=new).count()) == (1, 0)
        redriven(lab, run, step="s")
        assert Execution.objects.filter(flow_id=child).count() == 2

    def test_one_that_never_began_has_no_visit_to_begin_at(self, lab: Lab) -> None:
        run = lab.start(LINE, {"n": 1})
        with pytest.raises(Invalid, match="made none"):
            again(lab, run, seq=1)
        lab.drain()
