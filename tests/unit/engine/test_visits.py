"""What becomes of one visit: its input, its output, its failure, its way out."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from executions.engine.events import AttemptStarted, Entered, Event, Finished, Left, Retrying
from executions.engine.state import Cursor, State, Visit
from executions.engine.status import Phase, Status, StepStatus, TransitionKind
from executions.engine.visits import Run, complete, end_flow, enter, fail, skip, succeed, timed_out
from flows.definition.errors import ContentStepError, PermanentStepError, StepTimeoutError, TransientStepError
from flows.definition.graph import EdgeKind
from flows.definition.scope import MISSING
from tests.engine_flows import NOW, after, begin, chain, compose, flow, folded, run_of, step, wait, way

BUSY = TransientStepError("http_503", "The service is busy.")
WRONG = ContentStepError("invalid_json", "That is no JSON.", details={"raw": "{", "complaint": "it ends too early"})
GONE = PermanentStepError("http_404", "There is no such thing.", details={"status": 404})


def entered(definition: dict[str, Any], given: dict[str, Any] | None = None) -> tuple[Run, State]:
    """A run whose first step has begun its first attempt."""
    run = run_of(definition, given)
    event, error = enter(run, begin(run), begin(run).cursors[""], NOW, 0.5)
    assert error is None
    return run, folded(begin(run), event, AttemptStarted("", NOW))


def of(state: State) -> tuple[Cursor, Visit]:
    cursor = state.cursors[""]
    return cursor, state.visits[cursor.seq]


def succeeded(definition: dict[str, Any], output: Any, given: dict[str, Any] | None = None) -> list[Event]:
    run, state = entered(definition, given)
    return succeed(run, *of(state), output, after(1), 0.5)


def failed(definition: dict[str, Any], error: Any = GONE, **more: Any) -> list[Event]:
    run, state = entered(definition)
    return fail(run, *of(state), error, after(1), 0.5, **more)


def only_left(events: list[Event]) -> Left:
    assert len(events) == 1
    assert isinstance(events[0], Left)
    return events[0]


class TestEntering:
    def test_the_input_is_mapped_with_its_events(self) -> None:
        definition = flow(step("a", inputMappings={"who": "$.name", "not": "$.nothing"}, literals={"n": 1}))
        _, state = entered(definition, {"name": "Ada"})
        visit = state.visits[1]
        assert visit.input == {"who": "Ada", "n": 1}
        assert (visit.seq, visit.path, visit.step, visit.step_type, visit.started_at) == (1, "a", "a", "NO_OP", NOW)
        assert [(event["kind"], event["status"]) for event in visit.mapping_events] == [
            ("INPUT", "SUCCESS"),
            ("INPUT", "WARN"),
            ("LITERAL", "SUCCESS"),
        ]
        assert visit.warnings == 1

    def test_a_required_path_that_finds_nothing_is_an_error_with_the_events_so_far(self) -> None:
        run = run_of(flow(step("a", inputMappings={"x": "$.n", "y": {"path": "$.no", "required": True}})), {"n": 1})
        event, error = enter(run, begin(run), begin(run).cursors[""], NOW, 0.5)
        assert error is not None
        assert (error.error_name, error.code) == ("MappingError", "required_path_missing")
        assert [one["status"] for one in event.visit.mapping_events] == ["SUCCESS", "ERROR"]
        assert event.visit.input is MISSING

    @pytest.mark.parametrize(
        ("delay", "roll", "due"),
        [
            (None, 0.5, None),
            ({"milliseconds": 2000, "position": "after"}, 0.5, None),
            ({"milliseconds": 2000, "position": "before"}, 0.5, after(2)),
            ({"delayFrom": 1000, "delayTo": 3000, "position": "before"}, 0.0, after(1)),
            ({"delayFrom": 1000, "delayTo": 3000, "position": "before"}, 0.5, after(2)),
        ],
    )
    def test_a_delay_before_is_a_timer_in_its_range(self, delay: dict[str, Any] | None, roll: float, due: Any) -> None:
        run = run_of(flow(step("a") | ({"delay": delay} if delay else {})))
        event, _ = enter(run, begin(run), begin(run).cursors[""], NOW, roll)
        assert (event.due_at, event.phase) == (due, Phase.DELAY if due else Phase.ATTEMPT)
        assert event.visit.status is (StepStatus.WAITING if due else StepStatus.RUNNING)

    @pytest.mark.parametrize("path", ["$.execution.now", "$.execution.startedAt"])
    def test_a_step_can_read_its_run_and_its_time(self, path: str) -> None:
        _, state = entered(flow(step("a", inputMappings={"x": path})))
        assert state.visits[1].input == {"x": "2026-03-04T05:06:07.890Z"}

    def test_the_untouched_input_and_the_variables_can_be_read(self) -> None:
        mappings = {"x": "$.initialContextData.n", "y": "$.n", "z": "$.flow_variables.v"}
        _, state = entered(flow(step("a", inputMappings=mappings), flowVariables={"v": 7}), {"n": 1})
        assert state.visits[1].input == {"x": 1, "y": 1, "z": 7}


class TestSucceeding:
    def test_the_output_is_kept_under_the_step_when_nothing_is_mapped(self) -> None:
        left = only_left(succeeded(flow(step("a")), {"x": 1}))
        assert left.root == {"steps_output": {"a": {"x": 1}}, "flow_variables": {}}
        assert left.visit.changes == ([["steps_output", "a"], 1, []],)
        assert (left.visit.status, left.visit.ended_at, left.visit.counts) == (
            StepStatus.COMPLETED,
            after(1),
            (1, 0, 0),
        )
        assert (left.transition.kind, left.transition.next) == (TransitionKind.END, None)

    @pytest.mark.parametrize(
        ("mappings", "root", "counts"),
        [
            ({}, {"n": 1}, (0, 0, 0)),
            ({"$.n": "$.x"}, {"n": 5}, (0, 1, 0)),
            ({"$.m": "$.x", "$.n": "$.y"}, {"n": 6, "m": 5}, (1, 1, 0)),
            ({"$.n": "$.nothing"}, {"n": 1}, (0, 0, 0)),
        ],
    )
    def test_outputs_are_mapped_into_the_context(
        self, mappings: dict[str, str], root: dict[str, int], counts: tuple[int, int, int]
    ) -> None:
        left = only_left(succeeded(flow(step("a", outputMappings=mappings)), {"x": 5, "y": 6}, {"n": 1}))
        assert left.root == {**root, "steps_output": {}, "flow_variables": {}}
        assert left.visit.counts == counts

    @pytest.mark.parametrize(
        ("given", "target", "kind"),
        [(1, "low", "CONDITION"), (5, "high", "CONDITION"), (3, "other", "DEFAULT")],
    )
    def test_the_first_true_condition_wins_and_the_default_is_for_none(
        self, given: int, target: str, kind: str
    ) -> None:
        ways = [way("$.n < 2", "low"), way("$.n > 4", "high"), way("$.n > 4", "other")]
        ids = [step(one) for one in ("low", "high", "other")]
        left = only_left(succeeded(flow(step("a", transitions=ways, then="other"), *ids), {}, {"n": given}))
        assert (left.transition.next, left.transition.kind) == (target, kind)

    def test_conditions_see_the_context_after_the_step_and_are_recorded(self) -> None:
        definition = flow(step("a", outputMappings={"$.n": "$.x"}, transitions=[way("$.n == 5", "b")]), step("b"))
        left = only_left(succeeded(definition, {"x": 5}, {"n": 1}))
        assert left.transition.next == "b"
        event = left.visit.mapping_events[-1]
        assert (event["kind"], event["expression"], event["preview"], event["target"]) == (
            "CONDITION",
            "$.n == 5",
            "true",
            "b",
        )
        assert event["operands"] == [{"expression": "$.n", "value": 5}] or event["operands"][0]["value"] == 5

    def test_a_delay_after_holds_the_path_back(self) -> None:
        left = only_left(succeeded(chain(step("a", delay={"milliseconds": 3000}), step("b")), {}))
        assert left.due_at == after(4)

    @pytest.mark.parametrize(
        ("validation", "output", "code"),
        [
            ({"requiredFields": ["$.x"]}, {"x": 1}, None),
            ({"requiredFields": ["$.x"]}, {"x": None}, None),
            ({"requiredFields": ["$.x", "$.y"]}, {"x": 1}, "output_fields_missing"),
            ({"requiredFields": ["$.list[*].id"]}, {"list": []}, "output_fields_missing"),
            ({"requiredFields": ["$.x"]}, [1], "output_fields_missing"),
            ({"schema": {"type": "object", "required": ["x"]}}, {"x": 1}, None),
            ({"schema": {"type": "object", "required": ["x"]}}, {}, "output_schema_mismatch"),
        ],
    )
    def test_an_output_that_does_not_validate_is_a_content_error(
        self, validation: dict[str, Any], output: Any, code: str | None
    ) -> None:
        events = succeeded(flow(step("a", outputValidation=validation)), output)
        left = events[0]
        assert isinstance(left, Left)
        assert (left.visit.error or {}).get("code") == code
        assert left.visit.status is (StepStatus.FAILED if code else StepStatus.COMPLETED)
        if code:
            assert left.visit.error is not None
            assert left.visit.error["errorName"] == "ContentStepError"

    def test_a_target_in_the_way_fails_the_step_and_is_never_continued(self) -> None:
        on_error = {"continueOnFailure": True}
        events = succeeded(flow(step("a", outputMappings={"$.n.deep": "$.x"}, onError=on_error)), {"x": 5}, {"n": 1})
        left, finished = events
        assert isinstance(left, Left)
        assert isinstance(finished, Finished)
        assert finished.outcome.error is not None
        assert (finished.outcome.status, finished.outcome.error["code"]) == (Status.FAILED, "target_conflict")
        assert left.root == {"n": 1, "steps_output": {}, "flow_variables": {}}


class TestFailing:
    def test_without_a_policy_the_run_fails_with_the_error(self) -> None:
        left, finished = failed(flow(step("a")))
        expected = {
            "errorName": "PermanentStepError",
            "code": "http_404",
            "message": "There is no such thing.",
            "stepInstanceId": "a",
            "attempts": 1,
            "details": {"status": 404},
        }
        assert isinstance(finished, Finished)
        assert (finished.outcome.status, finished.outcome.at, finished.outcome.error) == (
            Status.FAILED,
            after(1),
            expected,
        )
        assert isinstance(left, Left)
        assert (left.visit.status, left.visit.error, left.visit.ended_at) == (StepStatus.FAILED, expected, after(1))

    def test_a_retry_is_a_timer_and_the_visit_stays_open(self) -> None:
        retries = {"count": 2, "intervalSeconds": 4, "jitter": False}
        (event,) = failed(flow(step("a", onError={"retries": retries})), BUSY)
        assert isinstance(event, Retrying)
        assert (event.phase, event.due_at) == (Phase.RETRY, after(5))
        assert (event.visit.status, event.visit.ended_at) == (StepStatus.RETRYING, None)

    @pytest.mark.parametrize(("polls", "expected"), [(0, "fail"), (1, "retry"), (3, "retry")])
    def test_polls_and_content_retries_do_not_use_up_retries(self, polls: int, expected: str) -> None:
        retries = {"count": 1, "intervalSeconds": 4, "jitter": False}
        run, state = entered(flow(step("a", onError={"retries": retries})))
        cursor, visit = of(state)
        cursor = replace(cursor, attempt=2 if not polls else polls + 1, polls=polls)
        events = fail(run, cursor, visit, BUSY, NOW, 0.5)
        assert isinstance(events[0], Retrying if expected == "retry" else Left)

    @pytest.mark.parametrize(("feedback", "expected"), [(True, ("{", "it ends too early")), (False, None)])
    def test_a_content_retry_is_at_once_and_hands_on_the_complaint(self, feedback: bool, expected: Any) -> None:
        policy = {"retryOnContentError": {"count": 1, "feedback": feedback}}
        (event,) = failed(flow(step("a", onError=policy)), WRONG)
        assert isinstance(event, Retrying)
        assert (event.phase, event.due_at, event.feedback) == (Phase.ATTEMPT, None, expected)
        assert event.visit.output is MISSING

    def test_continuing_gives_the_error_as_output_and_takes_the_normal_way(self) -> None:
        left = only_left(failed(chain(step("a", onError={"continueOnFailure": True}), step("b"))))
        output = {"errorName": "PermanentStepError", "message": "There is no such thing.", "details": {"status": 404}}
        assert left.root["steps_output"] == {"a": output}
        assert (left.visit.status, left.visit.output, left.transition.next) == (StepStatus.FAILED, output, "b")
        assert left.visit.error is not None
        assert left.visit.error["code"] == "http_404"
        assert left.error is None

    def test_a_fallback_is_taken_with_the_error_in_view_and_nothing_mapped(self) -> None:
        left = only_left(failed(flow(step("a", onError={"fallbackStepInstanceId": "b"}), step("b"))))
        assert (left.transition.kind, left.transition.next) == (TransitionKind.FALLBACK, "b")
        assert left.error is not None
        assert left.error["code"] == "http_404"
        assert left.root == {"steps_output": {}, "flow_variables": {}}
        assert left.visit.status is StepStatus.FAILED

    def test_a_default_policy_applies_where_the_step_is_silent(self) -> None:
        default = {"onError": {"fallbackStepInstanceId": "b"}}
        definition = flow(step("a"), step("b"), defaultStepConfig=default)
        assert only_left(failed(definition)).transition.next == "b"


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
