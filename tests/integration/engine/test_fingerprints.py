"""Runs that end in failure carry the fingerprint of their error, however their end is written."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps

from executions import store
from executions.fingerprints import fingerprint
from executions.models import Execution
from tests.engine_flows import broken, flow, fork, step, wait
from tests.integration.engine.lab import Lab

BAD = flow(step("a", then="b"), broken("b"))
Limits = Callable[..., None]


def expected(lab: Lab, run: Execution) -> str:
    error = lab.error(run.pk)
    return fingerprint(
        flow_id=run.flow_id.hex, step=error["stepInstanceId"], error_name=error["errorName"], message=error["message"]
    )


def test_runs_that_end_one_by_one_and_runs_that_end_together_have_the_same(
    lab: Lab, monkeypatch: pytest.MonkeyPatch
) -> None:
    flow_id = lab.publish(BAD)
    together: list[int] = []
    commit_ends = store.commit_ends

    def noted(ended: Any) -> Any:
        together.append(len(ended))
        return commit_ends(ended)

    with monkeypatch.context() as patch:
        patch.setattr(store, "commit_ends", noted)
        many = lab.start_many(flow_id, [{}] * 5)
        lab.drain()
    assert sum(together) >= 2
    one = lab.run(flow_id)
    assert {lab.get(run).error_fingerprint for run in (*many, one.pk)} == {expected(lab, one)}


def test_a_run_that_took_too_long_has_one(lab: Lab) -> None:
    run = lab.start({**flow(wait("w", "key")), "timeoutSeconds": 10})
    lab.drain()
    lab.later(11)
    ended = lab.get(run)
    assert (ended.status, ended.error_fingerprint) == ("TIMED_OUT", expected(lab, ended))


def test_runs_that_completed_or_were_cancelled_have_none(lab: Lab) -> None:
    fine = lab.run(flow(step("a")))
    waiting = lab.run(flow(wait("w", "key")))
    lab.cancel(waiting.pk)
    lab.drain()
    assert [lab.get(run.pk).status for run in (fine, waiting)] == ["COMPLETED", "CANCELLED"]
    assert not Execution.objects.exclude(error_fingerprint=None).exists()


def test_chunks_have_none_for_their_fork_fails_in_its_run(lab: Lab, limits: Limits) -> None:
    limits(fork_inline_items=5, fork_chunk_items=10)
    document = flow(fork("f", "a"), broken("a"))
    run = lab.run(document, {"items": list(range(25))})
    assert (run.status, run.error_fingerprint) == ("FAILED", expected(lab, run))
    assert list(Execution.objects.exclude(error_fingerprint=None)) == [run]


def test_runs_from_before_there_were_fingerprints_get_theirs(lab: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    migration: Any = import_module("executions.migrations.0005_fingerprints_of_failures")
    monkeypatch.setattr(migration, "BATCH", 2)
    flow_id = lab.publish(BAD)
    runs = [lab.run(flow_id) for _ in range(5)]
    fine = lab.run(flow(step("a")))
    Execution.objects.update(error_fingerprint=None)
    Execution.objects.filter(pk=runs[0].pk).update(error_fingerprint="kept")
    migration.fill(apps, None)
    found = [lab.get(run.pk).error_fingerprint for run in (*runs, fine)]
    assert found == ["kept", *[expected(lab, runs[0])] * 4, None]
