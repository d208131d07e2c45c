"""A recorded run is driven again, and nothing of it leaves."""

from __future__ import annotations

from contextlib import suppress
from typing import Any
from uuid import UUID

from django.apps import apps
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from allma_site.common.problems import Conflict, Problem
from executions.models import Execution
from executions.replay_services import replayed, target_of
from executions.replay_verdicts import Replayed, verdict_of
from tests.engine_flows import broken, call, chain, compose, count, flow, fork, step, wait, way
from tests.integration.engine import redrives
from tests.integration.engine.lab import Lab
from tests.integration.engine.world import World

KINDS = ["send", "hold", "late", "inner", "poll", "slow", "bad", "none"]
RETRY = {"retries": {"count": 2, "intervalSeconds": 5}}


def again(lab: Lab, execution: Execution, definition: dict[str, Any] | None = None) -> Replayed:
    """The run replayed with a definition, its own if there is none."""
    from executions.selectors import definition_of

    document = definition if definition is not None else dict(definition_of(execution.definition_id))
    return replayed(execution, target_of(lab.workspace.pk, document), seconds=20)


def verdicts(found: Replayed) -> dict[str, str]:
    """The verdict of each visit by its path; the last of a path."""
    assert found.driver is not None
    driver = found.driver
    return {one.visit.path: str(verdict_of(driver, one.visit)[0]) for _, one in sorted(driver.passages.items())}


def test_a_run_replayed_with_its_own_definition_is_the_same(lab: Lab, world: World) -> None:
    definition = chain(
        compose("a", {"x": "{{ execution.now }}"}),
        call("b", world.url, "POST"),
        count("c"),
        step("d", "DATA_TRANSFORMATION", moduleIdentifier="system/generate-uuid"),
        step("e", "DATA_TRANSFORMATION", moduleIdentifier="system/date-time-calculator", literals={"offsetSeconds": 5}),
    )
    done = lab.run(definition, {"n": 1})
    assert done.status == "COMPLETED", lab.error(done.pk)
    found = again(lab, done)
    assert (found.verdict, found.reason, found.first) == ("same", "", None)
    assert set(verdicts(found).values()) == {"same"}
    assert len(world.seen) == 1


def test_a_replay_sends_nothing_and_writes_nothing(lab: Lab, world: World) -> None:
    definition = flow(
        fork("f", "send", then="last"),
        call("send", world.url, "POST"),
        call("last", world.url, "GET"),
    )
    done = lab.run(definition, {"items": [1, 2, 3]})
    sent, rows = len(world.seen), everything()
    assert sent == 4
    assert again(lab, done).verdict == "same"
    assert (len(world.seen), everything()) == (sent, rows)


def everything() -> dict[str, list[dict[str, Any]]]:
    """Every row of the runs."""
    return {
        model.__name__: list(model._base_manager.order_by("pk").values())
        for model in apps.get_app_config("executions").get_models()
    }


class TestAnyRun:
    @given(
        items=st.lists(st.sampled_from(KINDS), max_size=6),
        config=st.fixed_dictionaries(
            {
                "failOnBranchError": st.booleans(),
                "toleratedFailurePercentage": st.sampled_from([0, 34, 100]),
                "maxConcurrency": st.sampled_from([0, 1, 2]),
            }
        ),
        script=st.lists(st.sampled_from([200, 200, 200, 400, 500, 503]), max_size=8),
        moves=st.lists(st.sampled_from(["event", "time", "cancel"]), max_size=4),
        loop=st.booleans(),
        distributed=st.booleans(),
        redrives=st.lists(st.tuples(st.integers(0, 9), st.booleans()), max_size=2),
    )
    @settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    def test_replayed_with_its_own_definition_is_the_same(
        self, lab: Lab, world: World, limits: Any, **drawn: Any
    ) -> None:
        """Forks in a loop with calls that fail, retries, delays, waits, polls and sub-forks; stopped anywhere."""
        limits(fork_inline_items=2 if drawn["distributed"] else 1000, fork_chunk_items=2)
        world.script = [(status, {"said": status}) for status in drawn["script"]]
        given_input = {"items": drawn["items"], "pair": [1, 2], "loop": drawn["loop"], "n": 0}
        run = lab.start(anything(world.url, drawn["config"]), given_input)
        lab.drain()
        for move in drawn["moves"]:
            stir(lab, run, move)
        is_the_same(lab, world, run)
        for place, only_failed in drawn["redrives"]:
            new = redriven_from(lab, run, place, only_failed=only_failed)
            if new is not None:
                is_the_same(lab, world, new)
                stir(lab, run, "cancel")
                run = new
        stir(lab, run, "cancel")


def is_the_same(lab: Lab, world: World, run: UUID) -> None:
    """A run replayed with its own definition, without a call."""
    before = len(world.seen)
    found = again(lab, lab.get(run))
    assert (found.verdict, found.reason, found.first, found.missed) == ("same", "", None, ())
    assert len(world.seen) == before


def redriven_from(lab: Lab, run: UUID, place: int, *, only_failed: bool) -> UUID | None:
    """The run again from one of its visits; None when it cannot be."""
    seqs = [row.seq for row in lab.steps(run)]
    if not seqs:
        return None
    try:
        return redrives.redriven(lab, run, seq=seqs[place % len(seqs)], only_failed=only_failed).pk
    except Problem:
        return None


def anything(url: str, config: dict[str, Any]) -> dict[str, Any]:
    """A fork that is visited in a loop, between calls."""
    branches: list[dict[str, Any]] = [
        {"branchId": kind, "stepInstanceId": kind, "condition": f"$.currentItem == '{kind}'"} for kind in KINDS[:-1]
    ]
    branches[0] |= {"literals": {"from": "{{ execution.now }}"}}
    poll = {
        "apiCallDefinition": {"apiHttpMethod": "GET", "apiUrlTemplate": {"template": url}},
        "pollingConfig": {"intervalSeconds": 1, "maxAttempts": 2},
        "exitConditions": {"successCondition": "$.said == 200"},
    }
    return flow(
        call("first", url, "POST", onError={**RETRY, "continueOnFailure": True}, then="each"),
        fork("each", branches=branches, config=config, onError={"fallbackStepInstanceId": "round"}, then="round"),
        call("send", url, "POST", onError=RETRY, then="mark"),
        compose("mark", {"v": "$.currentIndex", "at": "{{ execution.now }}"}, outputMappings={"$.mine": "$.v"}),
        wait(
            "hold",
            "k{{ currentIndex }}-{{ execution.id }}",
            maxWaitSeconds=20,
            onError={"continueOnFailure": True},
            then="mark",
        ),
        wait(
            "late",
            "l{{ currentIndex }}-{{ execution.id }}",
            maxWaitSeconds=20,
            onTimeoutStepInstanceId="mark",
            then="uuid",
        ),
        step("uuid", "DATA_TRANSFORMATION", moduleIdentifier="system/generate-uuid", then="out"),
        compose("out", {"v": "$.steps_output"}, outputMappings={"$.output.deep": "$.v"}),
        fork("inner", "leaf", items="$.pair", config={"maxConcurrency": 1}),
        call("leaf", url, "GET", sideEffects="at-most-once", onError={"continueOnFailure": True}),
        step("poll", "POLL_EXTERNAL_API", **poll, then="mark"),
        step("slow", delay={"milliseconds": 2000, "position": "before"}, then="mark"),
        broken("bad"),
        count(
            "round",
            transitions=[way("$.loop == true", "each", maxTransitions=2)],
            onError={"fallbackStepInstanceId": "last"},
            then="last",
        ),
        call("last", url, "GET"),
    )


def stir(lab: Lab, run: UUID, move: str) -> None:
    """Something happens outside."""
    if move == "event":
        for key in (f"{kind}{index}-{run}" for index in range(0, 6, 2) for kind in "kl"):
            with suppress(Conflict):
                lab.event(key, {"came": key[0]})
    elif move == "cancel" and lab.get(run).ended_at is None:
        lab.cancel(run)
    elif move == "time":
        lab.pass_time(8)
    lab.drain()
