"""What becomes of one visit: its input, its output, its failure."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from executions.engine.events import Finished, Left, Retrying
from executions.engine.status import Phase, Status, StepStatus, TransitionKind
from executions.engine.visits import enter, fail
from flows.definition.scope import MISSING
from tests.engine_flows import NOW, after, begin, chain, flow, run_of, step, way
from tests.unit.engine.visiting import BUSY, WRONG, entered, failed, of, only_left, succeeded


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
