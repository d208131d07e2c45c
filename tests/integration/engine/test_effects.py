"""Effects leave after a commit, carry one key through all attempts, and survive the death of their worker."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from django.db import connection

from executions.codec import loads
from tests.engine_flows import call, chain, compose, count, flow, fork, step
from tests.integration.engine.lab import Killed, Lab
from tests.integration.engine.world import World

QUICK = {"count": 2, "intervalSeconds": 60, "jitter": False}


def released(event: threading.Event) -> None:
    event.wait(10)


def together(barrier: threading.Barrier) -> None:
    barrier.wait(20)


def poll(step_id: str, url: str, **fields: Any) -> dict[str, Any]:
    return step(
        step_id,
        "POLL_EXTERNAL_API",
        apiCallDefinition={"apiHttpMethod": "GET", "apiUrlTemplate": {"template": url}},
        pollingConfig={"intervalSeconds": 60, "maxAttempts": 3},
        exitConditions={"successCondition": "$.state == 'done'", "failureCondition": "$.state == 'bad'"},
        **fields,
    )


def test_everything_before_an_effect_is_committed_before_it_leaves(lab: Lab, world: World) -> None:
    found: list[Any] = []
    definition = chain(compose("a", {"x": 1}), call("b", world.url, "POST"), step("c"))
    run = lab.start(definition)

    def look(_: object) -> None:
        thread = threading.Thread(target=lambda: found.append(lab.trace(run)))
        thread.start()
        thread.join()

    world.on_request = look
    lab.drain()
    assert found == [[("a", "COMPLETED"), ("b", "RUNNING")]]
    assert lab.get(run).status == "COMPLETED"
    assert world.keys == [f"{run}:b:2"]
    assert loads(lab.steps(run)[1].output or "")["data"] == {"ok": True}


@pytest.mark.parametrize("commit", [1, 2])
def test_an_effect_whose_worker_died_is_sent_again_with_the_same_key(lab: Lab, world: World, commit: int) -> None:
    run = lab.start(chain(compose("a", {"x": 1}), call("b", world.url, "POST"), step("c")))
    assert lab.kill_at(run, commit)
    lab.drain()
    assert lab.get(run).status == "COMPLETED"
    assert world.keys == [f"{run}:b:2"] * commit
    assert lab.trace(run) == [("a", "COMPLETED"), ("b", "COMPLETED"), ("c", "COMPLETED")]
    assert lab.steps(run)[1].attempts == commit
    assert lab.get(run).crash_count == 0


def test_an_effect_that_may_be_sent_once_is_never_sent_again(lab: Lab, world: World) -> None:
    run = lab.start(chain(call("a", world.url, "POST", sideEffects="at-most-once"), step("b")))
    assert lab.kill_at(run, 2)
    lab.drain()
    assert (lab.get(run).status, lab.error(run)["code"], len(world.seen)) == ("FAILED", "outcome_unknown", 1)
    assert lab.trace(run) == [("a", "FAILED")]


def test_an_effect_that_never_left_is_sent_even_if_it_may_be_sent_once(lab: Lab, world: World) -> None:
    run = lab.start(chain(call("a", world.url, "POST", sideEffects="at-most-once"), step("b")))
    assert lab.kill_at(run, 1)
    lab.drain()
    assert (lab.get(run).status, len(world.seen)) == ("COMPLETED", 1)


def test_an_unknown_outcome_goes_through_the_policy_of_the_step(lab: Lab, world: World) -> None:
    policy = {"fallbackStepInstanceId": "ask"}
    definition = flow(
        call("a", world.url, "POST", sideEffects="at-most-once", onError=policy),
        compose("ask", {"why": "$.error.code"}),
    )
    run = lab.start(definition)
    assert lab.kill_at(run, 2)
    lab.drain()
    assert lab.output(run)["ask"] == {"why": "outcome_unknown"}


def test_retries_are_timers_and_carry_the_same_key(lab: Lab, world: World) -> None:
    world.script = [(503, {}), (429, {})]
    run = lab.start(flow(call("a", world.url, "POST", onError={"retries": QUICK})))
    lab.drain()
    assert (lab.get(run).status, lab.trace(run)) == ("WAITING", [("a", "RETRYING")])
    lab.later(61)
    assert lab.get(run).status == "WAITING"
    lab.later(119)
    assert lab.get(run).status == "WAITING"
    lab.later(2)
    assert lab.get(run).status == "COMPLETED"
    assert world.keys == [f"{run}:a:1"] * 3
    row = lab.steps(run)[0]
    log = loads(row.attempt_log)
    assert row.attempts == 3
    assert [(entry["attempt"], (entry["error"] or {}).get("code")) for entry in log] == [
        (1, "http_503"),
        (2, "http_429"),
        (3, None),
    ]


def test_retries_that_are_used_up_fail_the_step(lab: Lab, world: World) -> None:
    world.script = [(503, {})] * 3
    run = lab.start(flow(call("a", world.url, onError={"retries": QUICK})))
    lab.drain()
    for _ in range(2):
        lab.later(300)
    assert (lab.get(run).status, lab.error(run)["code"], lab.error(run)["attempts"]) == ("FAILED", "http_503", 3)


def test_a_poll_calls_until_it_succeeds_with_a_key_for_each_call(lab: Lab, world: World) -> None:
    world.script = [(200, {"state": "new"}), (503, {}), (200, {"state": "done", "n": 1})]
    run = lab.start(flow(poll("a", world.url)))
    lab.drain()
    assert (lab.get(run).status, lab.trace(run)) == ("WAITING", [("a", "WAITING")])
    for _ in range(2):
        lab.later(61)
    assert lab.output(run) == {"a": {"state": "done", "n": 1}}
    assert world.keys == [f"{run}:a:1", f"{run}:a:1:p1", f"{run}:a:1:p2"]


@pytest.mark.parametrize(
    ("script", "code"),
    [([(200, {"state": "bad"})], "poll_failed"), ([(200, {"state": "new"})] * 3, "polling_exhausted")],
)
def test_a_poll_that_does_not_succeed_fails(lab: Lab, world: World, script: Any, code: str) -> None:
    world.script = list(script)
    run = lab.start(flow(poll("a", world.url)))
    lab.drain()
    for _ in range(3):
        lab.later(61)
    assert (lab.get(run).status, lab.error(run)["code"]) == ("FAILED", code)


def test_five_deaths_without_progress_quarantine_the_run_and_name_the_step(lab: Lab, world: World) -> None:
    run = lab.start(chain(compose("a", {"x": 1}), call("killer", world.url)))
    for crash in range(1, 6):
        assert lab.kill_at(run, 2)
        assert lab.get(run).crash_count == (0 if crash == 1 else crash - 1)
    lab.drain()
    row = lab.get(run)
    assert (row.status, row.error_step, lab.error(run)["code"]) == ("QUARANTINED", "killer", "quarantined")
    assert lab.trace(run) == [("a", "COMPLETED"), ("killer", "FAILED")]
    assert len(world.seen) == 5


def test_progress_between_deaths_is_forgiven(lab: Lab, world: World) -> None:
    run = lab.start(chain(*(call(f"s{number}", world.url) for number in range(8))))
    for _ in range(7):
        assert lab.kill_at(run, 2)
        with lab.dying(3):
            try:
                lab.drain()
            except Killed:
                lab.expire(run)
    lab.drain()
    assert lab.get(run).status == "COMPLETED"


def test_a_pure_step_after_a_death_is_named_before_it_runs(lab: Lab) -> None:
    run = lab.start(chain(count("a"), count("b")), {"n": 0})
    assert lab.kill_at(run, 1)
    assert lab.kill_at(run, 2)
    assert lab.trace(run) == [("a", "RUNNING")]
    lab.drain()
    assert lab.get(run).status == "COMPLETED"


def test_an_attempt_that_takes_too_long_is_a_time_out_that_can_be_retried(lab: Lab, world: World) -> None:
    release = threading.Event()
    world.on_request = lambda _: released(release)
    run = lab.start(flow(call("a", world.url, timeoutSeconds=1, onError={"retries": QUICK})))
    lab.drain()
    release.set()
    assert lab.trace(run) == [("a", "RETRYING")]
    assert loads(lab.steps(run)[0].error or "")["errorName"] == "StepTimeoutError"
    lab.later(61)
    assert lab.get(run).status == "COMPLETED"


def test_a_run_whose_time_is_over_during_a_call_is_timed_out_and_not_failed(lab: Lab, world: World) -> None:
    release = threading.Event()
    world.on_request = lambda _: released(release)
    run = lab.start(flow(call("a", world.url), timeoutSeconds=1))
    lab.drain()
    release.set()
    assert (lab.get(run).status, lab.error(run)["code"]) == ("TIMED_OUT", "execution_timeout")
    assert lab.trace(run) == [("a", "CANCELLED")]


@pytest.mark.parametrize(("ask", "status"), [("cancel", "CANCELLED"), ("pause", "PAUSED")])
def test_a_call_is_aborted_when_the_run_is_to_stop(lab: Lab, world: World, ask: str, status: str) -> None:
    run = lab.start(chain(call("a", world.url), step("b")))
    arrived, release = threading.Event(), threading.Event()

    def hang(_: object) -> None:
        arrived.set()
        release.wait(10)

    def stop() -> None:
        arrived.wait(10)
        getattr(lab, ask)(run)
        lab.worker._renew()
        connection.close()

    world.on_request = hang
    thread = threading.Thread(target=stop)
    thread.start()
    lab.drain()
    release.set()
    thread.join(10)
    assert lab.get(run).status == status
    if ask == "pause":
        lab.resume(run)
        lab.drain()
        assert lab.get(run).status == "COMPLETED"
        assert world.keys == [f"{run}:a:1"] * 2


def test_effects_of_branches_leave_together(lab: Lab, world: World) -> None:
    barrier = threading.Barrier(8)
    world.on_request = lambda _: together(barrier)
    done = lab.run(flow(fork("f", "a"), call("a", world.url)), {"items": list(range(8))})
    assert done.status == "COMPLETED"
    assert sorted(world.keys) == sorted(f"{done.pk}:f[{index}].a:{index + 2}" for index in range(8))


def test_deaths_between_polls_that_were_answered_are_forgiven(lab: Lab, world: World) -> None:
    """Each owner died once and the next one made the call: the run moves on, though its visit does not end."""
    world.script = [(200, {"state": "new"})] * 20
    polling = poll("a", world.url)
    polling["pollingConfig"] = {"intervalSeconds": 60, "maxAttempts": 100}
    run = lab.start(flow(polling))
    for _ in range(7):
        assert lab.kill_at(run, 2)
        lab.drain()
        assert (lab.get(run).status, lab.get(run).crash_count) == ("WAITING", 0)
        lab.pass_time(61)
    lab.cancel(run)
    lab.drain()
