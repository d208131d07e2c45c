"""What a replay cannot look at, and what it says then; large values."""

from __future__ import annotations

from typing import Any

import pytest

from executions import blobs, replay_services
from executions.models import Execution
from executions.replay_services import replayed, target_of
from executions.selectors import definition_of
from tests.engine_flows import chain, compose, flow, fork, step
from tests.integration.engine.lab import Lab
from tests.integration.engine.test_replay import again
from tests.integration.engine.test_replay_changed import LINE, at, edited


def test_large_values_are_compared_by_their_digests(lab: Lab, limits: Any) -> None:
    limits(blob_threshold_bytes=2000)
    definition = chain(
        compose("a", {"text": "x" * 5000, "list": [{"y": "z" * 50}] * 100}),
        compose("b", inputMappings={"all": "$.steps_output.a"}),
        compose("c", inputMappings={"first": "$.steps_output.b.all.list[0].y"}),
    )
    done = lab.run(definition, {"big": ["w" * 5000]})
    assert again(lab, done).verdict == "same"
    longer = again(lab, done, edited(definition, "a", literals={"text": "x" * 5001, "list": [{"y": "z" * 50}] * 100}))
    assert longer.reason == "Its input differs: text."


def test_a_large_value_that_is_gone_is_said_to_be(lab: Lab, limits: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    limits(blob_threshold_bytes=2000)
    definition = chain(compose("a", inputMappings={"first": "$.list[0]"}))
    done = lab.run(definition, {"list": ["x" * 50] * 100})
    monkeypatch.setattr(blobs.blobs(), "_root", blobs.blobs()._root / "nowhere")  # type: ignore[attr-defined]
    found = again(lab, done)
    assert (found.verdict, found.reason) == ("notReplayable", "A large value of the run cannot be read: blob_missing.")


def test_an_input_that_the_version_would_refuse_breaks(lab: Lab) -> None:
    done = lab.run(LINE, {"n": 3})
    strict = {**LINE, "inputSchema": {"type": "object", "properties": {"n": {"type": "string"}}}}
    found = again(lab, done, strict)
    assert at(found) == ("breaks", "a", "error")
    assert found.reason == "inputSchema refuses the recorded input at /n."


def test_a_version_with_another_result_differs_at_the_end(lab: Lab) -> None:
    done = lab.run(LINE, {"n": 3})
    found = again(lab, done, {**LINE, "output": {"it": "$.n"}})
    assert (found.verdict, found.reason) == ("differs", "The run's output differs: a, b, c, it.")


def test_a_replay_that_takes_too_long_says_nothing_about_the_run(lab: Lab) -> None:
    done = lab.run(LINE, {"n": 3})
    target = target_of(lab.workspace.pk, dict(definition_of(done.definition_id)))
    found = replayed(done, target, seconds=0)
    assert (found.verdict, found.reason) == (
        "notReplayable",
        "The replay was given up: it took too long, or did too much.",
    )


def test_a_loop_without_an_end_is_given_up(lab: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(replay_services, "MAX_VISITS", 50)
    done = lab.run(LINE, {"n": 3})
    endless = edited(LINE, "a", defaultNextStepInstanceId="a", defaultNextMaxTransitions=0)
    assert again(lab, done, endless).verdict == "notReplayable"


def test_a_run_that_has_not_begun_and_a_part_of_a_fork_are_not_replayed(lab: Lab, limits: Any) -> None:
    waiting = lab.get(lab.start(LINE, {"n": 3}))
    assert again(lab, waiting).reason == "The run has not begun."
    lab.drain()
    limits(fork_inline_items=2, fork_chunk_items=2)
    lab.run(flow(fork("f", "b"), step("b")), {"items": [1, 2, 3]})
    chunk = Execution.objects.filter(kind="CHUNK").first()
    assert chunk is not None
    assert again(lab, chunk).reason == "This is a part of a fork. Replay the run it works for."
