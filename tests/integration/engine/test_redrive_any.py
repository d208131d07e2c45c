"""What holds for redrives of any run from any visit, and for the contexts of both."""

from __future__ import annotations

import itertools
import uuid
from typing import Any

import pytest
from django.db.models import Q
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from executions import contexts
from executions.contexts import Side
from executions.engine.events import Event, Left
from executions.engine.evolve import evolve
from executions.engine.state import State
from executions.models import Execution, Wait
from flows.definition.json_patch import apply_patch, json_patch
from flows.definition.scope import materialise
from tests.engine_flows import broken, call, compose, count, flow, fork, step, wait, way
from tests.integration.engine.lab import Lab
from tests.integration.engine.redrives import again, context, preview
from tests.integration.engine.world import World

KINDS = ["send", "hold", "inner", "bad", "none"]
RUNS = {
    "items": st.lists(st.sampled_from(KINDS), max_size=5),
    "tolerated": st.sampled_from([None, 0, 50]),
    "slots": st.sampled_from([0, 1, 2]),
    "rounds": st.integers(1, 3),
    "limit": st.sampled_from([1, 5]),
    "place": st.integers(0, 40),
}
SPREAD = {**RUNS, "distributed": st.booleans()}


def anything(url: str, tolerated: int | None, slots: int, limit: int) -> dict[str, Any]:
    """A fork in a loop that calls, waits, forks again and fails, with fallbacks and a limit of rounds."""
    config = {"failOnBranchError": tolerated is None, "toleratedFailurePercentage": tolerated, "maxConcurrency": slots}
    branches: list[dict[str, Any]] = [
        {"branchId": kind, "stepInstanceId": kind, "condition": f"$.currentItem == '{kind}'"} for kind in KINDS[:-1]
    ]
    branches[0]["inputMappings"] = {"seen": "$.n"}
    return flow(
        call("first", f"{url}?first", "POST", outputMappings={"$.first": "$.data"}, then="each"),
        fork("each", branches=branches, config=config, onError={"fallbackStepInstanceId": "sorry"}, then="round"),
        compose("sorry", {"code": "$.error.code"}, outputMappings={"$.sorry": "$.code"}, then="round"),
        call("send", f"{url}?{{{{ n }}}}", "POST", outputMappings={"$.sent": "$.data"}, then="mark"),
        compose("mark", {"n": "$.n", "at": "$.currentIndex", "seen": "$.seen"}, outputMappings={"$.output.n": "$"}),
        wait("hold", "k{{ n }}-{{ currentIndex }}-{{ execution.id }}", then="mark"),
        fork("inner", "leaf", items="$.pair"),
        compose("leaf", {"v": "$.currentItem", "n": "$.n"}),
        broken("bad"),
        count(
            "round",
            transitions=[way("$.n < $.rounds", "each", maxTransitions=limit)],
            onError={"fallbackStepInstanceId": "end"},
            then="end",
        ),
        step("end"),
        output={"$.n": "$.n", "$.each": "$.steps_output.each", "$.sorry": "$.sorry"},
    )


def finish(lab: Lab, run: uuid.UUID) -> Execution:
    """Send whatever a run waits for until it is over."""
    lab.drain()
    for _ in range(20):
        if lab.get(run).ended_at is not None:
            break
        waits = Wait.objects.filter(Q(execution=run) | Q(execution__parent=run), status="OPEN")
        for wanted in waits.values_list("key", flat=True):
            lab.event(wanted, {"came": True})
        lab.drain()
    return lab.get(run)


def ended(lab: Lab, run: Execution) -> Any:
    """How a run ended, in everything that two runs of the same can have in common."""
    error = lab.error(run.pk) or {}
    main = [path for path in lab.trace(run.pk) if "." not in path[0]]
    last = materialise(contexts.moment(run).root)
    return run.status, error.get("code"), error.get("stepInstanceId"), lab.whole_output(run.pk), main, last


def recorded(lab: Lab, drawn: dict[str, Any], world: World) -> Execution:
    """Any run, to its end."""
    body = anything(world.url, drawn["tolerated"], drawn["slots"], drawn["limit"])
    start = {"items": drawn["items"], "pair": [1, 2], "n": 0, "rounds": drawn["rounds"]}
    return finish(lab, lab.start(body, start))


def fork_of(lab: Lab, run: Execution) -> int:
    """The first visit of the fork."""
    return next(row.seq for row in lab.steps(run.pk) if row.path == "each")


def any_failed(lab: Lab, run: Execution) -> bool:
    """Whether that visit has branches that did not succeed."""
    branches = preview(lab, run, seq=fork_of(lab, run)).plan.branches
    return branches is not None and branches.failed > 0


class TestAnyRun:
    @given(only_failed=st.booleans(), **SPREAD)
    @settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    def test_redriven_with_nothing_changed_it_ends_as_the_original_did(
        self, lab: Lab, world: World, limits: Any, **drawn: Any
    ) -> None:
        limits(fork_inline_items=2 if drawn["distributed"] else 1000, fork_chunk_items=2)
        run = last = recorded(lab, drawn, world)
        for place in (drawn["place"], drawn["place"] // 2):
            failed = drawn["only_failed"] and any_failed(lab, last)
            seq = fork_of(lab, last) if failed else place % last.visits + 1
            last = finish(lab, again(lab, last, seq=seq, only_failed=failed))
            assert ended(lab, last) == ended(lab, run)

    @given(edit=st.sampled_from([None, 7, "text"]), **SPREAD)
    @settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    def test_every_inherited_moment_is_the_original_s_and_differences_join_the_others(
        self, lab: Lab, world: World, limits: Any, edit: Any, **drawn: Any
    ) -> None:
        limits(fork_inline_items=2 if drawn["distributed"] else 1000, fork_chunk_items=2)
        run = recorded(lab, drawn, world)
        patch = None if edit is None else [{"op": "add", "path": "/edited", "value": edit}]
        new = finish(lab, again(lab, run, seq=drawn["place"] % run.visits + 1, patch=patch))
        began_at = new.redrive_from_seq or 0
        for seq in range(1, began_at):
            for side in Side:
                assert materialise(context(lab, new, seq, side)) == materialise(context(lab, run, seq, side))
        at = [materialise(context(lab, new, row.seq)) for row in lab.steps(new.pk)]
        for before, after in itertools.pairwise(at):
            assert apply_patch(before, json_patch(before, after)) == after
        assert context(lab, new, began_at, Side.BEFORE).get("edited") == edit

    @given(**RUNS)
    @settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    def test_a_context_rebuilt_from_changes_is_the_one_the_engine_had(
        self, lab: Lab, world: World, **drawn: Any
    ) -> None:
        roots: dict[tuple[str, int], dict[str, Any]] = {}

        def watched(state: State, event: Event) -> State:
            if isinstance(event, Left):
                roots[event.visit.path, event.visit.seq] = event.root
            return evolve(state, event)

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("executions.turn.evolve", watched)
            run = recorded(lab, drawn, world)
            seen = dict(roots)
            roots.clear()
            new = finish(lab, again(lab, run, seq=drawn["place"] % run.visits + 1))
        for execution, known in ((run, seen), (new, roots)):
            for (_, seq), root in known.items():
                assert context(lab, execution, seq) == root
