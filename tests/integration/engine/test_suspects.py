"""A run that may be what ends its workers is kept apart from others like it, and only from those."""

from __future__ import annotations

import uuid

import pytest

from executions import store
from executions.claiming import Claiming
from tests.engine_flows import chain, compose, step
from tests.integration.engine.lab import Lab

PLAIN = chain(compose("a", {"x": 1}), step("b"))


@pytest.fixture
def claiming(lab: Lab) -> Claiming:
    """What takes the runs of one process."""
    return Claiming(lab.worker.id)


def crash(lab: Lab, *runs: uuid.UUID, times: int) -> None:
    """So many workers took these runs and died."""
    for _ in range(times):
        for _ in runs:
            assert lab.claim("dead") is not None
        for run in runs:
            lab.expire(run)


def test_a_process_works_on_one_suspected_run_at_a_time(lab: Lab, claiming: Claiming) -> None:
    runs = lab.start_many(PLAIN, [{}, {}])
    crash(lab, *runs, times=1)
    with claiming.due() as first, claiming.due() as second:
        assert {claim.id for claim in [*first, *second]} == set(runs), "after one crash nobody is suspected"
    for run in runs:
        lab.expire(run)
    with claiming.due() as first:
        assert [claim.crash_count for claim in first] == [2]
        with claiming.due() as second:
            assert second == []
        with Claiming("another process").due() as elsewhere:
            assert {claim.id for claim in [*first, *elsewhere]} == set(runs)


def test_the_next_suspected_run_comes_when_the_one_before_it_is_through(lab: Lab, claiming: Claiming) -> None:
    runs = lab.start_many(PLAIN, [{}, {}])
    crash(lab, *runs, times=2)
    with claiming.due() as first:
        pass
    with claiming.due() as second:
        assert {claim.id for claim in [*first, *second]} == set(runs)


def test_runs_beside_a_suspected_one_are_taken_as_ever(lab: Lab, claiming: Claiming) -> None:
    suspected = lab.start(PLAIN)
    crash(lab, suspected, times=2)
    fresh = lab.start_many(PLAIN, [{}, {}])
    with claiming.due() as first, claiming.due() as second:
        assert [claim.id for claim in first] == [suspected]
        assert {claim.id for claim in second} == set(fresh)
    crashed_once = lab.start(PLAIN)
    crash(lab, crashed_once, times=1)
    lab.expire(suspected)
    with claiming.due() as first, claiming.due() as second:
        assert {claim.id for claim in [*first, *second]} == {suspected, crashed_once}


def test_a_turn_that_fails_leaves_the_place_of_the_suspected_free(lab: Lab, claiming: Claiming) -> None:
    runs = lab.start_many(PLAIN, [{}, {}])
    crash(lab, *runs, times=2)
    with pytest.raises(RuntimeError), claiming.due():
        raise RuntimeError("a fault of ours")
    with claiming.due() as claims:
        assert len(claims) == 1


def test_progress_clears_a_run_of_the_suspicion(lab: Lab) -> None:
    run = lab.start(PLAIN)
    crash(lab, run, times=3)
    lab.drain()
    assert (lab.get(run).status, lab.get(run).crash_count) == ("COMPLETED", 0)


def test_suspected_runs_are_worked_on_by_a_single_worker_too(lab: Lab) -> None:
    runs = lab.start_many(PLAIN, [{} for _ in range(5)])
    crash(lab, *runs, times=2)
    lab.drain()
    assert {lab.get(run).status for run in runs} == {"COMPLETED"}
    assert store.due_workspaces(200) == {}
