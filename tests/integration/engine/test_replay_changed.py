"""A recorded run driven with another definition: what is told of where they part."""

from __future__ import annotations

from typing import Any

import pytest

from executions import replay_recording
from executions.models import Execution
from executions.replay_verdicts import Point, Replayed
from tests.engine_flows import broken, call, chain, compose, flow, fork, step, sub_flow, wait, way
from tests.integration.engine.lab import Lab
from tests.integration.engine.test_replay import again, verdicts
from tests.integration.engine.world import World


def at(found: Replayed) -> tuple[str, str, str]:
    """The verdict, and the step and kind of the point that is shown."""
    assert isinstance(found.at, Point)
    return found.verdict, found.at.step, found.at.kind


def recorded_outputs(found: Replayed) -> dict[str, Any]:
    """What each step gave in the replay."""
    assert found.driver is not None
    return {one.visit.step: one.visit.output for one in found.driver.passages.values()}


LINE = flow(
    compose("a", inputMappings={"n": "$.n"}, then="b"),
    compose("b", inputMappings={"n": "$.steps_output.a.n"}, transitions=[way("$.n > 5", "big")], then="c"),
    compose("c", {"end": "small"}),
    compose("big", {"end": "big"}),
)


def edited(definition: dict[str, Any], step_id: str, **fields: Any) -> dict[str, Any]:
    """The definition with fields of one step written anew."""
    return {**definition, "steps": {**definition["steps"], step_id: {**definition["steps"][step_id], **fields}}}


def test_an_edited_mapping_is_evaluated_on_recorded_data_and_so_is_all_behind_it(lab: Lab) -> None:
    done = lab.run(LINE, {"n": 3, "m": 4})
    found = again(lab, done, edited(LINE, "a", inputMappings={"n": "$.m"}))
    assert at(found) == ("differs", "a", "input")
    assert found.reason == "Its input differs: n."
    assert verdicts(found) == {"a": "differs", "b": "differs", "c": "same"}
    assert recorded_outputs(found)["b"] == {"n": 4}


def test_an_edited_condition_goes_another_way(lab: Lab) -> None:
    done = lab.run(LINE, {"n": 3})
    found = again(lab, done, edited(LINE, "b", transitions=[way("$.n > 2", "big")]))
    assert at(found) == ("differs", "b", "transition")
    assert found.reason == "It goes to big instead of c."
    assert [one.path for one in found.missed] == ["c"]


def test_only_where_a_step_is_drawn_and_what_it_is_called_is_no_difference(lab: Lab) -> None:
    done = lab.run(LINE, {"n": 3})
    moved = edited(LINE, "a", displayName="Renamed", position={"x": 9, "y": 9})
    assert again(lab, done, moved).verdict == "same"


def test_a_version_that_fails_where_the_run_did_not_breaks_it(lab: Lab) -> None:
    done = lab.run(LINE, {"n": 3})
    found = again(lab, done, edited(LINE, "c", inputMappings={"x": {"path": "$.nowhere", "required": True}}))
    assert at(found) == ("breaks", "c", "error")
    assert found.reason == "It fails with MappingError required_path_missing."
    assert found.at is not None
    assert found.at.said is not None
    assert "$.nowhere" in found.at.said


def test_a_run_that_failed_and_no_longer_does_differs(lab: Lab) -> None:
    definition = chain(compose("a", {"x": 1}), broken("b"), compose("c", {"y": 2}))
    done = lab.run(definition)
    found = again(lab, done, edited(definition, "b", literals={"array": [1, 2], "operation": "sum"}))
    assert at(found) == ("differs", "b", "input")
    assert verdicts(found) == {"a": "same", "b": "differs", "c": "new"}
    assert recorded_outputs(found)["c"] == {"y": 2}


def test_an_effect_that_was_not_recorded_is_not_sent_and_the_path_ends_there(lab: Lab, world: World) -> None:
    done = lab.run(chain(compose("a", {"x": 1}), compose("z", {"y": 2})))
    more = chain(compose("a", {"x": 1}), call("sent", world.url), compose("z", {"y": 2}))
    found = again(lab, done, more)
    assert world.seen == []
    assert found.verdict == "differs"
    assert found.at is not None
    assert found.at.message == "It goes to sent instead of z."
    assert found.driver is not None
    assert list(found.driver.stuck.values()) == [
        "The recorded run did not come here, so there is no answer that could stand in."
    ]


def test_a_call_that_is_declared_to_have_no_effect_is_not_sent_either(lab: Lab, world: World) -> None:
    definition = chain(call("a", world.url, sideEffects="none"))
    done = lab.run(definition)
    assert (done.status, len(world.seen)) == ("COMPLETED", 1)
    assert again(lab, done).verdict == "same"
    assert len(world.seen) == 1


class TestAnswers:
    def test_failed_attempts_are_made_again_as_often_as_they_were(self, lab: Lab, world: World) -> None:
        world.script = [(503, {}), (503, {})]
        definition = chain(call("a", world.url, onError={"retries": {"count": 2, "intervalSeconds": 5}}))
        run = lab.start(definition)
        for _ in range(3):
            lab.later(30)
        assert (lab.get(run).status, len(world.seen)) == ("COMPLETED", 3)
        found = again(lab, lab.get(run))
        assert found.verdict == "same"
        assert found.driver is not None
        assert found.driver.passages[1].visit.attempts == 3
        fewer = edited(definition, "a", onError={"retries": {"count": 1, "intervalSeconds": 5}})
        assert at(again(lab, lab.get(run), fewer)) == ("breaks", "a", "error")
        assert len(world.seen) == 3

    def test_a_step_that_would_be_tried_once_more_than_it_was_is_not_known(self, lab: Lab, world: World) -> None:
        world.script = [(503, {})]
        definition = chain(call("a", world.url))
        done = lab.run(definition)
        assert done.status == "FAILED"
        more = edited(definition, "a", onError={"retries": {"count": 1, "intervalSeconds": 5}})
        found = again(lab, done, more)
        assert at(found) == ("differs", "a", "noAnswer")
        assert found.reason == "The step would be tried again, and the recorded run made no further attempt."

    @pytest.mark.parametrize(
        ("path", "is_known"),
        [("/products/{{ product }}", False), ("/products", True)],
        ids=["of which its address speaks", "of which its address does not speak"],
    )
    def test_a_failed_call_after_a_change(self, lab: Lab, world: World, path: str, is_known: bool) -> None:
        world.script = [(404, {})]
        reads = compose("a", inputMappings={"product": "$.wrong"}, outputMappings={"$.product": "$.product"})
        definition = chain(reads, call("b", world.url + path))
        done = lab.run(definition, {"wrong": 404, "right": 7})
        assert again(lab, done).verdict == "same"
        found = again(lab, done, edited(definition, "a", inputMappings={"product": "$.right"}))
        assert verdicts(found) == {"a": "differs", "b": "same" if is_known else "differs"}
        assert found.driver is not None
        assert (not found.driver.stuck) is is_known
        assert len(world.seen) == 1

    def test_a_failed_call_that_would_get_another_input_is_not_known(self, lab: Lab, world: World) -> None:
        world.script = [(400, {})]
        definition = chain(
            compose("a", {"id": "bad"}), call("b", world.url, inputMappings={"id": "$.steps_output.a.id"})
        )
        done = lab.run(definition)
        assert again(lab, done).verdict == "same"
        found = again(lab, done, edited(definition, "a", literals={"id": "good"}))
        assert found.driver is not None
        assert list(found.driver.stuck.values()) == [
            "The step failed in the recorded run; what it would answer now, nobody has recorded."
        ]
        assert (found.verdict, str(found.driver.status), len(world.seen)) == ("differs", "WAITING", 1)

    def test_a_recorded_error_stands_when_only_what_is_done_about_it_changed(self, lab: Lab, world: World) -> None:
        world.script = [(400, {})]
        definition = chain(call("a", world.url), compose("z", {"why": "$.steps_output.a.message"}))
        done = lab.run(definition)
        found = again(lab, done, edited(definition, "a", onError={"continueOnFailure": True}))
        assert verdicts(found) == {"a": "differs", "z": "new"}
        assert "400" in recorded_outputs(found)["z"]["why"]

    def test_a_good_answer_stands_in_for_another_request(self, lab: Lab, world: World) -> None:
        definition = chain(compose("a", {"id": 1}), call("b", world.url, inputMappings={"id": "$.steps_output.a.id"}))
        done = lab.run(definition)
        found = again(lab, done, edited(definition, "a", literals={"id": 2}))
        assert verdicts(found) == {"a": "differs", "b": "differs"}
        assert found.driver is not None
        assert found.driver.answered == {2}
        assert len(world.seen) == 1

    def test_the_payload_of_a_wait_stands_in_unless_the_wait_would_refuse_it(self, lab: Lab) -> None:
        definition = chain(wait("w", "k"), compose("z", inputMappings={"ok": "$.steps_output.w.ok"}))
        run = lab.run(definition).pk
        lab.event("k", {"ok": True})
        lab.drain()
        assert again(lab, lab.get(run)).verdict == "same"
        strict = edited(definition, "w", payloadSchema={"type": "object", "required": ["who"]})
        found = again(lab, lab.get(run), strict)
        assert at(found) == ("breaks", "w", "error")
        assert found.reason == "It fails with PermanentStepError payload_refused."

    def test_a_wait_that_timed_out_does_so_again_by_the_way_there_is_now(self, lab: Lab) -> None:
        definition = flow(
            wait("w", "k", maxWaitSeconds=10, onTimeoutStepInstanceId="late", then="z"), step("z"), step("late")
        )
        run = lab.run(definition).pk
        lab.later(60)
        assert lab.trace(run) == [("w", "FAILED"), ("late", "COMPLETED")]
        assert again(lab, lab.get(run)).verdict == "same"
        other = edited(definition, "w", onTimeoutStepInstanceId="z")
        assert again(lab, lab.get(run), other).reason == "It goes to z instead of late."

    def test_what_a_sub_flow_gave_stands_in_and_it_is_not_started(self, lab: Lab, world: World) -> None:
        child = lab.publish(chain(call("c", world.url, "POST"), output={"said": "$.steps_output.c.data.ok"}))
        done = lab.run(chain(sub_flow("s", child), compose("z", inputMappings={"said": "$.steps_output.s.said"})))
        lab.drain()
        runs = Execution.objects.count()
        found = again(lab, lab.get(done.pk))
        assert (found.verdict, recorded_outputs(found)["z"]) == ("same", {"said": True})
        assert (Execution.objects.count(), len(world.seen)) == (runs, 1)

    def test_an_output_that_a_new_schema_refuses_breaks(self, lab: Lab, world: World) -> None:
        definition = chain(call("a", world.url))
        done = lab.run(definition)
        strict = edited(definition, "a", outputValidation={"requiredFields": ["$.nothing"]})
        assert at(again(lab, done, strict)) == ("breaks", "a", "error")


class TestForks:
    def test_one_branch_that_goes_another_way_is_found(self, lab: Lab) -> None:
        definition = flow(fork("f", "b"), compose("b", inputMappings={"v": "$.currentItem"}))
        done = lab.run(definition, {"items": [1, 2, 3]})
        odd = edited(definition, "b", transitions=[way("$.steps_output.b.v == 2", "more")])
        odd["steps"]["more"] = compose("more", {"x": 1})
        found = again(lab, done, odd)
        assert (found.at and found.at.path, found.verdict) == ("f[1].b", "differs")
        assert recorded_outputs(found)["f"]["aggregatedData"] == [{"v": 1}, {"x": 1}, {"v": 3}]

    def test_a_distributed_fork_is_gone_into_when_something_of_it_changed(self, lab: Lab, limits: Any) -> None:
        limits(fork_inline_items=2, fork_chunk_items=2)
        definition = flow(fork("f", "b"), compose("b", inputMappings={"v": "$.currentItem"}))
        done = lab.run(definition, {"items": [1, 2, 3, 4, 5]})
        assert done.status == "COMPLETED"
        same = again(lab, lab.get(done.pk))
        assert (same.verdict, list(verdicts(same))) == ("same", ["f"])
        other = again(lab, lab.get(done.pk), edited(definition, "b", literals={"more": True}))
        assert other.verdict == "differs"
        assert [path for path, verdict in verdicts(other).items() if verdict == "differs"] == [
            "f",
            *(f"f[{index}].b" for index in range(5)),
        ]
        assert recorded_outputs(other)["f"]["aggregatedData"][4] == {"v": 5, "more": True}

    def test_more_branches_than_a_replay_looks_at_are_refused_in_words(
        self, lab: Lab, limits: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        limits(fork_inline_items=2, fork_chunk_items=2)
        definition = flow(fork("f", "b"), compose("b", inputMappings={"v": "$.currentItem"}))
        done = lab.run(definition, {"items": [1, 2, 3, 4, 5]})
        monkeypatch.setattr(replay_recording, "MAX_VISITS", 4)
        found = again(lab, lab.get(done.pk), edited(definition, "b", literals={"more": True}))
        assert (found.verdict, found.reason) == (
            "notReplayable",
            "Its forks made 9 visits; a replay looks at 4 at the most.",
        )
