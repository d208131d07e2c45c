"""A published flow runs from its first step to its last, and leaves exact rows."""

from __future__ import annotations

from typing import Any

import pytest

from allma_site.common.problems import Invalid
from executions.codec import loads
from executions.models import ContextSnapshot, SearchTerm, Timer
from tests.engine_flows import broken, chain, compose, count, flow, step, way
from tests.integration.engine.lab import Lab


def test_a_chain_leaves_a_row_for_each_step_and_three_events(lab: Lab) -> None:
    done = lab.run(chain(compose("a", {"x": 1}), compose("b", {"y": "$.steps_output.a.x"}), step("c")), {"id": 7})
    assert (done.status, done.error, done.visits, done.seq, done.epoch) == ("COMPLETED", None, 3, 4, 1)
    assert lab.output(done.pk) == {"a": {"x": 1}, "b": {"y": 1}, "c": {}}
    assert lab.trace(done.pk) == [("a", "COMPLETED"), ("b", "COMPLETED"), ("c", "COMPLETED")]
    assert lab.events(done.pk) == ["execution.queued", "execution.started", "progress", "execution.completed"]
    first = lab.steps(done.pk)[0]
    assert (first.seq, first.step_type, first.attempts, first.epoch) == (1, "DATA_TRANSFORMATION", 1, 1)
    assert (loads(first.input or ""), loads(first.output or "")) == ({"x": 1}, {"x": 1})
    assert loads(first.transition or "") == {"kind": "DEFAULT", "condition": None, "nextStepInstanceId": "b"}
    assert (first.added, first.changed, first.removed, first.warning_count) == (1, 0, 0, 0)
    assert ContextSnapshot.objects.count() == 0


def test_a_run_returns_what_its_definition_says(lab: Lab) -> None:
    done = lab.run(chain(count("a"), count("b"), output={"total": "$.n", "run": "$.execution.id"}), {"n": 1})
    assert lab.output(done.pk) == {"total": 3, "run": str(done.pk)}


def test_variables_of_the_start_are_laid_over_those_of_the_definition(lab: Lab) -> None:
    definition = flow(compose("a", {"x": "$.flow_variables"}), flowVariables={"p": 1, "q": 2})
    done = lab.run(definition, flow_variables={"q": 3, "r": 4})
    assert lab.output(done.pk) == {"a": {"x": {"p": 1, "q": 3, "r": 4}}}


@pytest.mark.parametrize(
    ("given", "path"),
    [({}, "/input"), ({"n": "one"}, "/input/n"), ({"n": 1, "execution": {}}, "/input/execution"), ([1], "/input")],
)
def test_an_input_that_does_not_fit_starts_nothing_and_is_named(lab: Lab, given: Any, path: str) -> None:
    schema = {"type": "object", "required": ["n"], "properties": {"n": {"type": "integer"}}}
    with pytest.raises(Invalid) as refused:
        lab.start_many(flow(step("a"), inputSchema=schema), [given])
    assert [error.path for error in refused.value.errors] == [path]
    lab.drain()


def test_an_output_that_does_not_fit_fails_the_run(lab: Lab) -> None:
    done = lab.run(flow(step("a"), output={"n": "$.n"}, outputSchema={"required": ["n"]}))
    assert done.status == "FAILED"
    assert (lab.error(done.pk)["errorName"], lab.error(done.pk)["code"]) == (
        "ContentStepError",
        "output_schema_mismatch",
    )
    assert (done.error_step, done.error_name) == ("a", "ContentStepError")


def test_scalars_of_the_context_can_be_searched_when_the_run_is_over(lab: Lab) -> None:
    paths = {"customer": "$.customer.name", "count": "$.n", "flag": "$.flag", "list": "$.list", "none": "$.nothing"}
    given = {"customer": {"name": "Ada"}, "n": 1, "flag": True, "list": [1]}
    done = lab.run(flow(count("a"), searchAttributes=paths), given)
    rows = SearchTerm.objects.filter(execution=done.pk)
    assert dict(rows.values_list("name", "value")) == {"customer": "Ada", "count": "2", "flag": "true"}


def test_a_disabled_step_is_skipped_and_leaves_an_empty_output(lab: Lab) -> None:
    done = lab.run(
        chain(count("a", disabled=True, transitions=[way("true == true", "c")]), compose("b", {"x": 1}), step("c")),
        {"n": 1},
    )
    assert lab.trace(done.pk) == [("a", "SKIPPED"), ("b", "COMPLETED"), ("c", "COMPLETED")]
    assert loads(lab.steps(done.pk)[0].output or "") == {}


def test_a_disabled_step_whose_mapping_cannot_be_done_fails_the_run(lab: Lab) -> None:
    done = lab.run(flow(step("a", disabled=True, outputMappings={"$.n.deep": "$"})), {"n": 1})
    assert (done.status, lab.error(done.pk)["code"]) == ("FAILED", "target_conflict")


@pytest.mark.parametrize("position", ["before", "after"])
def test_a_delay_is_a_timer_that_survives_and_is_gone_afterwards(lab: Lab, position: str) -> None:
    delay = {"delayFrom": 60_000, "delayTo": 90_000, "position": position}
    waiting = lab.run(chain(step("a", delay=delay), step("b")))
    assert waiting.status == "WAITING"
    timer = Timer.objects.get()
    assert (timer.path, timer.kind) == ("", "delay" if position == "before" else "after")
    assert waiting.started_at is not None
    assert 60 <= (timer.due_at - waiting.started_at).total_seconds() <= 91
    assert lab.trace(waiting.pk) == [("a", "WAITING" if position == "before" else "COMPLETED")]
    lab.later(50)
    assert lab.get(waiting.pk).status == "WAITING"
    lab.later(50)
    assert lab.get(waiting.pk).status == "COMPLETED"
    assert Timer.objects.count() == 0
    assert lab.trace(waiting.pk) == [("a", "COMPLETED"), ("b", "COMPLETED")]


def test_a_loop_ends_at_its_limit_with_what_it_did_so_far(lab: Lab) -> None:
    done = lab.run(flow(count("a", transitions=[way("$.n < 100", "a", maxTransitions=4)])), {"n": 0})
    assert (done.status, done.visits) == ("FAILED", 5)
    assert lab.error(done.pk) == {
        "errorName": "TransitionLimitError",
        "code": "transition_limit",
        "message": "The transition from 'a' to 'a' was taken 4 times, its limit.",
        "stepInstanceId": "a",
        "attempts": 1,
        "details": {"target": "a", "limit": 4},
    }
    assert lab.steps(done.pk)[-1].changes is not None


def test_a_failure_without_a_policy_fails_the_run_and_closes_the_step(lab: Lab) -> None:
    done = lab.run(chain(broken("a"), step("b")))
    assert (done.status, done.error_step, lab.trace(done.pk)) == ("FAILED", "a", [("a", "FAILED")])
    assert lab.events(done.pk)[-1] == "execution.failed"


def test_a_fallback_sees_the_error(lab: Lab) -> None:
    rescue = compose("b", {"code": "$.error.code", "step": "$.error.stepInstanceId"})
    done = lab.run(flow(broken("a", onError={"fallbackStepInstanceId": "b"}), rescue))
    assert lab.output(done.pk)["b"] == {"code": "not_a_number", "step": "a"}
    assert lab.trace(done.pk) == [("a", "FAILED"), ("b", "COMPLETED")]


def test_continuing_keeps_the_error_as_output(lab: Lab) -> None:
    done = lab.run(chain(broken("a", onError={"continueOnFailure": True}), step("b")))
    assert done.status == "COMPLETED"
    assert lab.output(done.pk)["a"]["errorName"] == "PermanentStepError"
    assert lab.trace(done.pk) == [("a", "FAILED"), ("b", "COMPLETED")]


def test_content_retries_are_at_once_and_counted(lab: Lab) -> None:
    policy = {"retryOnContentError": {"count": 2}}
    done = lab.run(flow(step("a", outputValidation={"requiredFields": ["$.x"]}, onError=policy)))
    assert (done.status, lab.error(done.pk)["code"], lab.error(done.pk)["attempts"]) == (
        "FAILED",
        "output_fields_missing",
        3,
    )
    assert [entry["key"].rpartition(":")[2] for entry in loads(lab.steps(done.pk)[0].attempt_log)] == ["c1", "c2"]


@pytest.mark.parametrize(("status", "expected"), [("COMPLETED", "COMPLETED"), ("FAILED", "FAILED")])
def test_end_flow_ends_the_run(lab: Lab, status: str, expected: str) -> None:
    done = lab.run(
        chain(compose("a", {"x": 1}), step("b", "END_FLOW", status=status, message="No {{ steps_output.a.x }}."))
    )
    assert done.status == expected
    assert lab.output(done.pk) == ({"a": {"x": 1}} if expected == "COMPLETED" else None)
    assert (lab.error(done.pk) or {}).get("message") == (None if expected == "COMPLETED" else "No 1.")


def test_a_run_that_takes_too_long_is_timed_out_and_its_timer_is_gone(lab: Lab) -> None:
    waiting = lab.run(flow(step("a", delay={"milliseconds": 500_000, "position": "before"}), timeoutSeconds=60))
    assert waiting.status == "WAITING"
    lab.later(59)
    assert lab.get(waiting.pk).status == "WAITING"
    lab.later(2)
    assert lab.get(waiting.pk).status == "TIMED_OUT"
    assert lab.error(waiting.pk)["code"] == "execution_timeout"
    assert lab.trace(waiting.pk) == [("a", "CANCELLED")]
    assert Timer.objects.count() == 0


def test_more_steps_than_a_turn_may_take_are_one_run(lab: Lab) -> None:
    done = lab.run(flow(count("a", transitions=[way("$.n < 120", "a", maxTransitions=0)])), {"n": 0})
    assert (done.status, done.visits) == ("COMPLETED", 120)
    assert lab.events(done.pk).count("progress") == 3
