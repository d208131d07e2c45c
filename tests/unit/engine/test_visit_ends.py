"""How a visit is left: limits of ways, ends of runs, steps that are skipped."""

from __future__ import annotations

from typing import Any

import pytest

from executions.engine.events import Entered, Event, Finished, Left
from executions.engine.state import State
from executions.engine.status import Phase, Status, StepStatus, TransitionKind
from executions.engine.views import Run
from executions.engine.visits import complete, end_flow, enter, fail, skip, succeed, timed_out
from flows.definition.errors import StepTimeoutError
from flows.definition.graph import EdgeKind
from flows.definition.scope import MISSING
from tests.engine_flows import NOW, after, begin, chain, compose, flow, folded, run_of, step, wait, way
from tests.unit.engine.visiting import GONE, entered, of, only_left


class TestLimits:
    def looped(self, limit: int, **fields: Any) -> tuple[Run, State]:
        definition = flow(step("a", then="a", defaultNextMaxTransitions=limit, **fields), step("rescue"))
        return entered(definition)

    @pytest.mark.parametrize(("limit", "times"), [(1, 1), (3, 3), (5, 5)])
    def test_a_cycle_is_gone_round_as_often_as_its_edge_allows(self, limit: int, times: int) -> None:
        run, state = self.looped(limit)
        for _ in range(times):
            state = folded(state, *succeed(run, *of(state), {}, NOW, 0.5))
            event, _ = enter(run, state, state.cursors[""], NOW, 0.5)
            state = folded(state, event)
        left, finished = succeed(run, *of(state), {"kept": True}, NOW, 0.5)
        assert isinstance(finished, Finished)
        assert finished.outcome.error is not None
        assert (finished.outcome.error["errorName"], finished.outcome.error["code"]) == (
            "TransitionLimitError",
            "transition_limit",
        )
        assert finished.outcome.error["details"] == {"target": "a", "limit": limit}
        assert isinstance(left, Left)
        assert left.visit.changes == ([["steps_output", "a"], 1, []],)

    def test_zero_is_no_limit(self) -> None:
        run, state = self.looped(0)
        for _ in range(50):
            state = folded(state, *succeed(run, *of(state), {}, NOW, 0.5))
            event, _ = enter(run, state, state.cursors[""], NOW, 0.5)
            state = folded(state, event)
        assert state.cursors[""].counters == {"a:DEFAULT:0": 50}

    def test_at_the_limit_the_mappings_stay_continuing_is_skipped_and_the_fallback_applies(self) -> None:
        policy = {"continueOnFailure": True, "fallbackStepInstanceId": "rescue"}
        run, state = self.looped(1, onError=policy)
        state = folded(state, *succeed(run, *of(state), {}, NOW, 0.5))
        event, _ = enter(run, state, state.cursors[""], NOW, 0.5)
        state = folded(state, event)
        left = only_left(succeed(run, *of(state), {"n": 2}, NOW, 0.5))
        assert (left.transition.kind, left.transition.next) == (TransitionKind.FALLBACK, "rescue")
        assert left.root["steps_output"] == {"a": {"n": 2}}
        assert left.error is not None
        assert left.error["code"] == "transition_limit"

    def test_a_fallback_into_a_cycle_is_taken_five_times(self) -> None:
        run = run_of(
            flow(step("a", onError={"fallbackStepInstanceId": "b"}), step("b", then="a", defaultNextMaxTransitions=0))
        )
        state, taken = begin(run), 0
        while True:
            event, _ = enter(run, state, state.cursors[""], NOW, 0.5)
            state = folded(state, event)
            cursor, visit = of(state)
            if cursor.step == "b":
                state = folded(state, *succeed(run, cursor, visit, {}, NOW, 0.5))
                continue
            events = fail(run, cursor, visit, GONE, NOW, 0.5)
            if isinstance(events[-1], Finished):
                break
            taken += 1
            state = folded(state, *events)
        assert taken == 5
        assert events[-1].outcome.error is not None
        assert events[-1].outcome.error["code"] == "transition_limit"

    def test_a_time_out_edge_counts_too(self) -> None:
        run, state = entered(flow(wait("w", "k", maxWaitSeconds=1, onTimeoutStepInstanceId="w")))
        jump = run.program.jump("w", "w", EdgeKind.TIMEOUT)
        assert (jump.limit, jump.edge) == (5, "w:TIMEOUT:0")
        for _ in range(5):
            left = only_left(timed_out(run, *of(state), jump, NOW))
            assert (left.transition.kind, left.transition.next) == (TransitionKind.TIMEOUT, "w")
            state = folded(state, left)
            event, _ = enter(run, state, state.cursors[""], NOW, 0.5)
            state = folded(state, event)
        _, finished = timed_out(run, *of(state), jump, NOW)
        assert isinstance(finished, Finished)
        assert finished.outcome.error is not None
        assert finished.outcome.error["code"] == "transition_limit"


class TestEnding:
    def test_end_flow_ends_the_run_and_writes_nothing(self) -> None:
        run, state = entered(flow(step("a", "END_FLOW")))
        left = only_left(end_flow(run, *of(state), failed=False, message="", now=after(1)))
        assert (left.root, left.visit.status, left.visit.output) == (
            {"steps_output": {}, "flow_variables": {}},
            StepStatus.COMPLETED,
            MISSING,
        )
        assert folded(state, left).cursors[""].phase is Phase.DONE

    @pytest.mark.parametrize(("message", "shown"), [("No stock.", "No stock."), ("", "The flow ended as FAILED.")])
    def test_end_flow_can_end_it_as_failed_with_its_message(self, message: str, shown: str) -> None:
        run, state = entered(flow(step("a", "END_FLOW", status="FAILED")))
        _, finished = end_flow(run, *of(state), failed=True, message=message, now=after(1))
        assert isinstance(finished, Finished)
        assert finished.outcome.error == {
            "errorName": "PermanentStepError",
            "code": "ended_as_failed",
            "message": shown,
            "stepInstanceId": "a",
            "attempts": 1,
            "details": {},
        }

    @pytest.mark.parametrize(
        ("fields", "output"),
        [
            ({}, {"a": 1}),
            ({"output": {"who": "$.name"}}, {"who": "Ada"}),
            ({"output": {"deep.n": "$.steps_output.a"}}, {"deep": {"n": 1}}),
            ({"output": {"not": "$.nothing"}}, {}),
            ({"output": {"run": "$.execution.id"}}, {"run": "run-1"}),
        ],
    )
    def test_the_output_of_a_run_is_its_steps_output_or_what_it_says(self, fields: dict[str, Any], output: Any) -> None:
        run, state = entered(flow(step("a"), **fields), {"name": "Ada"})
        state = folded(state, *succeed(run, *of(state), 1, NOW, 0.5))
        assert complete(run, state.cursors[""], after(2)).outcome.output == output

    @pytest.mark.parametrize(
        ("fields", "code"),
        [
            ({"outputSchema": {"type": "object", "required": ["b"]}}, "output_schema_mismatch"),
            ({"output": {"x": {"path": "$.nothing", "required": True}}}, "required_path_missing"),
        ],
    )
    def test_an_output_that_breaks_its_promise_fails_the_run(self, fields: dict[str, Any], code: str) -> None:
        run, state = entered(flow(step("a"), **fields))
        state = folded(state, *succeed(run, *of(state), 1, NOW, 0.5))
        outcome = complete(run, state.cursors[""], after(2)).outcome
        assert outcome.error is not None
        assert (outcome.status, outcome.error["code"], outcome.error["stepInstanceId"]) == (Status.FAILED, code, "a")


class TestSkipping:
    def skipped(self, **fields: Any) -> list[Event]:
        run = run_of(flow(compose("a", {"x": 1}, disabled=True, then="b", **fields), step("b"), step("c")), {"n": 1})
        event, error = enter(run, begin(run), begin(run).cursors[""], NOW, 0.5)
        assert error is None
        state = folded(begin(run), event)
        return skip(run, *of(state), after(1))

    def test_a_disabled_step_maps_nothing_in_gives_an_empty_object_and_takes_the_default(self) -> None:
        left = only_left(self.skipped(transitions=[way("$.n == 1", "c")]))
        assert (left.visit.status, left.visit.output, left.visit.input) == (StepStatus.SKIPPED, {}, MISSING)
        assert (left.transition.kind, left.transition.next) == (TransitionKind.DEFAULT, "b")
        assert left.root["steps_output"] == {"a": {}}

    @pytest.mark.parametrize(
        ("mappings", "code"),
        [
            ({"$.n.deep": "$"}, "target_conflict"),
            ({"$.m": {"path": "$.x", "required": True}}, "required_path_missing"),
        ],
    )
    def test_a_mapping_that_cannot_be_done_is_a_failure_of_the_step(self, mappings: dict[str, Any], code: str) -> None:
        _, finished = self.skipped(outputMappings=mappings)
        assert isinstance(finished, Finished)
        assert finished.outcome.error is not None
        assert (finished.outcome.status, finished.outcome.error["code"]) == (Status.FAILED, code)


def test_a_time_out_without_a_target_is_a_failure_that_is_not_retried() -> None:
    policy = {"retries": {"count": 3, "jitter": False}}
    run, state = entered(flow(wait("w", "k", maxWaitSeconds=1, onError=policy)))
    error = StepTimeoutError("wait_timeout", "No event came in time.")
    _, finished = fail(run, *of(state), error, NOW, 0.5)
    assert isinstance(finished, Finished)
    assert finished.outcome.error is not None
    assert (finished.outcome.error["errorName"], finished.outcome.error["code"]) == ("StepTimeoutError", "wait_timeout")


def test_an_entered_visit_is_numbered_after_the_one_before() -> None:
    run, state = entered(chain(step("a"), step("b")))
    state = folded(state, *succeed(run, *of(state), {}, NOW, 0.5))
    event, _ = enter(run, state, state.cursors[""], NOW, 0.5)
    assert isinstance(event, Entered)
    assert (event.visit.seq, event.visit.path) == (2, "b")
