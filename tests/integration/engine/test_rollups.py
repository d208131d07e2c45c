"""Counts by time: every run and visit once, whoever dies, whatever comes late and whatever is deleted."""

from __future__ import annotations

import json
import uuid
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.models import Sum

from allma_site.common.clock import now
from allma_site.common.db import write
from executions import failpoints, rollups, store_rollups
from executions.dashboard import run_statistics, step_statistics
from executions.live.horizon import HORIZON
from executions.models import Execution, RollupMark, RunRollup, StepExecution, StepRollup
from executions.rollup_windows import Range
from executions.rollups import count_before_deletion, minute_of, roll_up
from executions.store_counting import CREATED, STATUSES
from executions.store_deleting import delete_ended
from executions.worker import Worker
from tests.engine_flows import broken, compose, flow, fork, step, wait
from tests.integration.engine.lab import Killed, Lab, together
from tests.integration.engine.world import World
from tests.services import await_true

SPANS = (1, 60, 360, 1440)
FINE = flow(compose("a", {"v": "$.v"}, then="b"), step("b"))
BAD = flow(step("a", then="b"), broken("b"))
Limits = Callable[..., None]


def counted(lab: Lab, span: int = 60) -> Counter[str]:
    """Runs of the workspace by status, as they are rolled up."""
    rows = RunRollup.objects.filter(workspace=lab.workspace, span=span)
    sums = rows.aggregate(**{status: Sum(status.lower()) for status in STATUSES})
    return +Counter({status: runs or 0 for status, runs in sums.items()})


def visits(lab: Lab, span: int = 60) -> Counter[str]:
    """Visits by step."""
    rows = StepRollup.objects.filter(workspace=lab.workspace, span=span)
    return Counter(dict(rows.values_list("step_instance_id").annotate(Sum("visits"))))


def shown(lab: Lab, wanted: Range = Range.DAY) -> dict[str, int]:
    """What the dashboard says."""
    found = run_statistics(lab.workspace.pk, wanted).totals
    return {status: runs for status, runs in found.by_status.items() if runs}


def truth(lab: Lab) -> dict[str, int]:
    """What the rows of the runs say."""
    rows = Execution.objects.filter(workspace=lab.workspace, kind="RUN")
    ended = Counter(rows.filter(ended_at__isnull=False).values_list("status", flat=True))
    return {CREATED: rows.count(), **ended} if rows else {}


def seen() -> None:
    """PostgreSQL: a first look sees the numbers, so that the next one finds them safe."""
    HORIZON.look()


def rolled() -> None:
    """Everything that happened is counted."""
    seen()
    roll_up()


def test_runs_and_visits_are_counted_by_the_minute_the_hour_and_the_day(lab: Lab) -> None:
    for number in range(3):
        lab.run(FINE, {"v": number})
    lab.run(BAD)
    rolled()
    for span in SPANS:
        assert counted(lab, span) == {CREATED: 4, "COMPLETED": 3, "FAILED": 1}
        assert visits(lab, span) == {"a": 4, "b": 4}
    failed = StepRollup.objects.filter(span=60, failed__gt=0)
    assert [(row.step_instance_id, row.visits, row.failed, row.durations) for row in failed] == [("b", 1, 1, "{}")]
    fine = StepRollup.objects.filter(span=60, step_instance_id="b", failed=0)
    assert sum(sum(json.loads(row.durations).values()) for row in fine) == 3


def test_what_is_not_counted_yet_is_shown_all_the_same(lab: Lab) -> None:
    lab.run(FINE)
    assert (RunRollup.objects.count(), shown(lab)) == (0, {CREATED: 1, "COMPLETED": 1})
    rolled()
    lab.run(BAD)
    lab.start(FINE)
    assert shown(lab) == {CREATED: 3, "COMPLETED": 1, "FAILED": 1}
    before = step_statistics(lab.workspace.pk, Range.WEEK)
    rolled()
    after = step_statistics(lab.workspace.pk, Range.WEEK)
    assert shown(lab) == {CREATED: 3, "COMPLETED": 1, "FAILED": 1}
    assert (after.steps, after.totals) == (before.steps, before.totals)
    assert after.totals["visits"] == 4


def test_counting_again_counts_nothing_twice(lab: Lab) -> None:
    lab.run(FINE)
    for _ in range(3):
        rolled()
    assert counted(lab) == {CREATED: 1, "COMPLETED": 1}


def test_small_batches_count_the_same(lab: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rollups, "EVENTS_AT_ONCE", 1)
    monkeypatch.setattr(rollups, "POSTGRES_EVENTS_AT_ONCE", 1)
    for _ in range(3):
        lab.run(FINE)
    rolled()
    assert counted(lab) == truth(lab)
    assert visits(lab) == {"a": 3, "b": 3}


@pytest.mark.parametrize("hits", [1, 2, 3])
def test_a_process_killed_between_the_counts_and_their_mark_loses_and_doubles_nothing(
    lab: Lab, monkeypatch: pytest.MonkeyPatch, hits: int
) -> None:
    monkeypatch.setattr(rollups, "EVENTS_AT_ONCE", 4)
    monkeypatch.setattr(rollups, "POSTGRES_EVENTS_AT_ONCE", 4)
    for _ in range(5):
        lab.run(FINE)
    lab.run(BAD)
    seen()
    left = [hits]

    def die(name: str) -> None:
        left[0] -= name == "in_rollup"
        if name == "in_rollup" and left[0] <= 0:
            raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(failpoints, "hit", die)
        for _ in range(3):  # whoever comes next dies as well
            with pytest.raises(Killed):
                rolled()
            assert shown(lab) == truth(lab)
    rolled()
    assert counted(lab) == truth(lab) == {CREATED: 6, "COMPLETED": 5, "FAILED": 1}
    assert visits(lab) == {"a": 6, "b": 6}


def test_two_workers_that_count_at_once_count_once(lab: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rollups, "EVENTS_AT_ONCE", 3)
    monkeypatch.setattr(rollups, "POSTGRES_EVENTS_AT_ONCE", 3)
    for _ in range(6):
        lab.run(FINE)
    seen()
    together(lambda _: roll_up(), 4)
    rolled()
    assert counted(lab) == truth(lab)
    assert RollupMark.objects.count() == 1


def test_what_is_shown_is_right_while_others_count(lab: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rollups, "EVENTS_AT_ONCE", 2)
    monkeypatch.setattr(rollups, "POSTGRES_EVENTS_AT_ONCE", 2)
    for _ in range(6):
        lab.run(FINE)
    seen()

    def look(number: int) -> list[dict[str, int]]:
        if number == 0:
            roll_up()
        return [shown(lab) for _ in range(10)]

    assert [one for found in together(look, 3) for one in found] == [truth(lab)] * 30


@pytest.mark.postgres
def test_a_run_whose_end_commits_late_is_counted_once(lab: Lab) -> None:
    import psycopg

    late, early = lab.start(FINE), lab.start(FINE)
    settings = connection.get_connection_params()
    names = ("host", "port", "dbname", "user", "password")
    slow = psycopg.connect(**{name: settings[name] for name in names if name in settings})
    slow.execute(
        "UPDATE executions_execution SET status = 'CANCELLED', ended_at = now(), next_run_at = NULL, seq = 2"
        " WHERE id = %s",
        [late],
    )
    slow.execute(
        "INSERT INTO executions_executionevent (execution_id, seq, epoch, type, at, data)"
        " VALUES (%s, 2, 0, 'execution.cancelled', now(), '{}')",
        [late],
    )
    lab.drain()
    assert lab.get(early).status == "COMPLETED"
    rolled()
    assert counted(lab)["COMPLETED"] == 0
    assert shown(lab) == {CREATED: 2, "COMPLETED": 1}
    slow.commit()
    slow.close()
    assert shown(lab) == {CREATED: 2, "COMPLETED": 1, "CANCELLED": 1}
    rolled()
    assert counted(lab) == {CREATED: 2, "COMPLETED": 1, "CANCELLED": 1}


@pytest.mark.parametrize("first", [True, False])
def test_runs_that_are_deleted_stay_in_the_statistics(lab: Lab, first: bool) -> None:
    gone, stays = lab.run(BAD), lab.run(FINE)
    if first:
        rolled()
    with write():
        assert delete_ended(lab.workspace.pk, gone.pk) is None
    assert list(Execution.objects.values_list("pk", flat=True)) == [stays.pk]
    expected = {CREATED: 2, "COMPLETED": 1, "FAILED": 1}
    assert shown(lab) == expected
    rolled()
    assert (counted(lab), shown(lab)) == (expected, expected)
    assert visits(lab) == {"a": 2, "b": 2}


def test_a_deletion_that_is_undone_counts_nothing(lab: Lab) -> None:
    run = lab.run(FINE)

    def deletes() -> None:
        with write():
            count_before_deletion([run.pk])
            raise Killed

    with pytest.raises(Killed):
        deletes()
    assert RunRollup.objects.count() == 0
    rolled()
    assert counted(lab) == {CREATED: 1, "COMPLETED": 1}


def test_the_visits_of_chunks_count_but_chunks_are_no_runs(lab: Lab, limits: Limits) -> None:
    limits(fork_inline_items=5, fork_chunk_items=10)
    lab.run(flow(fork("f", "a"), compose("a", {"v": "$.currentItem"})), {"items": list(range(25))})
    rolled()
    assert counted(lab) == {CREATED: 1, "COMPLETED": 1}
    assert visits(lab) == {"f": 1, "a": 25}


def test_visits_that_were_inherited_or_skipped_do_not_count(lab: Lab) -> None:
    run = lab.run(FINE)
    StepExecution.objects.filter(execution=run, seq=1).update(inherited=True)
    skips = lab.run(flow(step("a", then="b", disabled=True), step("b")))
    assert lab.trace(skips.pk)[0] == ("a", "SKIPPED")
    rolled()
    assert visits(lab) == {"b": 2}
    StepExecution.objects.update(inherited=False)  # nobody says from whom


def test_tokens_and_cost_are_added_up_and_odd_metadata_hurts_nobody(lab: Lab) -> None:
    runs = [lab.run(flow(step("a"))) for _ in range(5)]
    said = [
        '{"tokens":{"input":1200,"output":34,"total":1234},"costUsd":0.00012345}',
        '{"tokens":{"input":10,"output":null,"total":null},"costUsd":1e-6}',
        '{"tokens":{"input":"many"},"costUsd":"dear"}',
        '{"tokens":7,"costUsd":null}',
        '{"note":"the \\"tokens\\" of the \\"costUsd\\""}',
    ]
    for run, metadata in zip(runs, said, strict=True):
        StepExecution.objects.filter(execution=run).update(metadata=metadata)
    before = step_statistics(lab.workspace.pk, Range.WEEK)
    rolled()
    found = step_statistics(lab.workspace.pk, Range.WEEK)
    assert found.totals == before.totals
    names = ("visits", "failed", "input_tokens", "output_tokens", "nano_usd")
    assert [found.totals[name] for name in names] == [5, 0, 1210, 34, 124_450]


@pytest.mark.parametrize(
    ("said", "kept", "code"),
    [("a\0b", "a\ufffdb", "json_nul"), ("half \ud83d", "half \ufffd", "json_surrogate")],
)
def test_a_model_that_says_what_no_text_can_hold_fails_its_step_and_the_counts_go_on(
    lab: Lab, world: World, said: str, kept: str, code: str
) -> None:
    message = {"role": "assistant", "content": said}
    choices = [{"index": 0, "finish_reason": "stop", "message": message}]
    usage = {"prompt_tokens": 2, "completion_tokens": 3, "total_tokens": 5}
    answer = {"id": "1", "object": "chat.completion", "created": 1, "model": "m", "choices": choices, "usage": usage}
    world.script = [(200, answer)]
    there = {"baseUrl": world.url}
    asks = step("ask", "LLM_INVOCATION", llmProvider="OPENAI", modelId="m", directPrompt="Who?", customConfig=there)
    run = lab.run(flow(asks))
    assert (run.status, lab.error(run.pk)["code"]) == ("FAILED", code)
    assert json.loads(lab.steps(run.pk)[0].metadata)["rawResponse"] == kept
    rolled()
    found = step_statistics(lab.workspace.pk, Range.WEEK).totals
    assert (found["visits"], found["input_tokens"], found["output_tokens"]) == (1, 2, 3)


def test_minutes_are_kept_for_three_hours_and_hours_for_good(lab: Lab) -> None:
    old = lab.run(FINE)
    _move(old.pk, now() - timedelta(hours=5))
    recent = lab.run(FINE)
    _move(recent.pk, now() - timedelta(minutes=100))
    lab.run(FINE)
    rolled()
    assert [counted(lab, span)["COMPLETED"] for span in SPANS] == [2, 3, 3, 3]
    RunRollup.objects.filter(span=1).update(slot=minute_of(now()) - 181)
    lab.run(FINE)
    rolled()
    assert [counted(lab, span)["COMPLETED"] for span in SPANS] == [1, 4, 4, 4]


def test_a_run_that_waits_is_created_but_has_not_ended(lab: Lab) -> None:
    lab.run(flow(wait("w", "key")))
    rolled()
    assert (counted(lab), visits(lab)) == ({CREATED: 1}, {})
    lab.event("key", {})
    lab.drain()
    rolled()
    assert (counted(lab), visits(lab)) == ({CREATED: 1, "COMPLETED": 1}, {"w": 1})


def test_an_installation_that_counts_for_the_first_time_counts_all_there_is(lab: Lab) -> None:
    for _ in range(3):
        lab.run(FINE)
    rolled()
    before = counted(lab)
    for model in (RunRollup, StepRollup, RollupMark):
        model.objects.all().delete()
    assert shown(lab) == truth(lab)
    rolled()
    assert counted(lab) == before == truth(lab)


def test_a_process_that_finds_its_mark_taken_leaves_it_to_the_other(lab: Lab) -> None:
    lab.run(FINE)
    rolled()
    lab.run(FINE)

    def count(number: int) -> Any:
        return store_rollups.count_events(up_to=None, at_most=10_000, oldest_minute=0)

    assert sum(bool(one) for one in together(count, 3)) == 1
    assert counted(lab) == truth(lab)


def test_a_worker_counts_by_itself_and_again_after_a_batch_that_did_not_end(
    lab: Lab, limits: Limits, monkeypatch: pytest.MonkeyPatch
) -> None:
    limits(sweep_seconds=0.1)
    monkeypatch.setattr(rollups, "EVENTS_AT_ONCE", 2)
    monkeypatch.setattr(rollups, "POSTGRES_EVENTS_AT_ONCE", 2)
    monkeypatch.setattr(rollups, "SWEEP_SECONDS", 0.0)
    for _ in range(3):
        lab.run(FINE)
    worker = Worker(kind="test", threads=0)
    worker.start()
    try:
        await_true(lambda: counted(lab) == truth(lab), what="the counts")
    finally:
        worker.stop()


def _move(execution_id: uuid.UUID, ended_at: datetime) -> None:
    Execution.objects.filter(pk=execution_id).update(created_at=ended_at, started_at=ended_at, ended_at=ended_at)
