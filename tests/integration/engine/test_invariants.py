"""The rules of the database name what breaks them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, transaction

from executions.models import Execution, ExecutionEvent, Join, StepExecution, Timer
from tests.engine_flows import chain, compose, flow, fork, step, wait
from tests.integration.engine.lab import Lab
from tests.integration.engine.redrives import redriven
from tests.invariants import violations


@pytest.fixture
def undone(lab: Lab) -> Iterator[Lab]:
    """A laboratory whose last changes are undone."""
    with transaction.atomic():
        yield lab
        transaction.set_rollback(True)


@pytest.fixture
def over(lab: Lab) -> Any:
    """A run that is over."""
    return lab.run(chain(compose("a", {"x": "top secret"}), step("b"))).pk


@pytest.fixture
def waiting(lab: Lab) -> Any:
    """A run that waits for an event and is spread over two chunks."""
    return lab.run(flow(wait("w", "k"))).pk


def broken() -> list[str]:
    return sorted({line.partition(":")[0] for line in violations()})


def test_a_live_run_that_nothing_will_move(waiting: Any, undone: Lab) -> None:
    assert broken() == []
    undone.get(waiting).waits.all().delete()
    assert broken() == ["live without lease, due time, timer, wait or child"]


def test_a_run_that_is_over_and_has_a_timer_left(over: Any, undone: Lab) -> None:
    Timer.objects.create(execution_id=over, path="", kind="delay", due_at=undone.get(over).created_at)
    assert broken() == ["over, but something of it is still open"]


def test_visits_with_a_gap(over: Any, undone: Lab) -> None:
    StepExecution.objects.filter(execution=over, seq=1).delete()
    assert broken() == ["visits that are not numbered 1 to visits, once each (a chunk begins at 2)"]


def test_a_closed_visit_without_a_way_out(over: Any, undone: Lab) -> None:
    StepExecution.objects.filter(execution=over, seq=1).update(transition=None)
    assert broken() == ["a closed visit without its end or its way out"]


def test_events_with_a_gap(over: Any, undone: Lab) -> None:
    ExecutionEvent.objects.filter(execution=over, seq=2).delete()
    assert broken() == ["events that are not numbered 1 to seq, once each"]


def test_a_terminal_event_that_is_not_the_last(over: Any, undone: Lab) -> None:
    last = ExecutionEvent.objects.filter(execution=over).latest("seq")
    ExecutionEvent.objects.create(execution_id=over, seq=last.seq + 1, epoch=1, type="progress", at=last.at)
    Execution.objects.filter(pk=over).update(seq=last.seq + 1)
    assert broken() == ["not exactly one terminal event, the last, of its own status"]


def test_rows_of_an_older_epoch_after_a_newer(over: Any, undone: Lab) -> None:
    ExecutionEvent.objects.filter(execution=over, seq=2).update(epoch=9)
    StepExecution.objects.filter(execution=over, seq=1).update(epoch=9)
    assert broken() == [
        "a visit of an older epoch after a newer began",
        "an event of an older epoch after a newer began",
    ]


def test_an_inherited_visit_that_nobody_made(over: Any, undone: Lab) -> None:
    new = redriven(undone, over, seq=2).pk
    assert broken() == []
    StepExecution.objects.filter(execution=new, seq=1).update(inherited=False)
    assert broken() == [
        "a redrive that made a visit before the one it began at, or has not the context it began with",
        "a visit that is inherited, but nobody says from whom, or the other way round",
    ]


def test_a_redrive_without_the_context_it_began_with(over: Any, undone: Lab) -> None:
    new = redriven(undone, over, seq=2)
    new.snapshots.all().delete()
    assert broken() == ["a redrive that made a visit before the one it began at, or has not the context it began with"]


def test_a_join_that_counts_wrong(lab: Lab, limits: Any) -> None:
    limits(fork_inline_items=1, fork_chunk_items=2)
    run = lab.run(flow(fork("f", "w"), wait("w", "k{{ currentIndex }}")), {"items": [1, 2, 3]}).pk
    assert broken() == []
    Join.objects.update(chunks_left=1)
    assert broken() == ["a join that counts other than its unfinished chunks"]
    Join.objects.update(chunks_left=2)
    lab.cancel(run)
    lab.drain()


def test_a_secret_in_any_text(over: Any, undone: Lab) -> None:
    assert violations(["nowhere to be found"]) == []
    found = violations(["top secret"])
    assert "a secret stands in executions_stepexecution.output" in found
    assert "a secret stands in executions_execution.output" in found


def test_another_database_can_be_asked(over: Any, undone: Lab) -> None:
    asked: list[str] = []

    def fetch(sql: str) -> list[tuple[Any, ...]]:
        asked.append(sql)
        with connection.cursor() as cursor:
            cursor.execute(sql)
            return list(cursor.fetchall())

    assert violations(fetch=fetch) == []
    assert len(asked) >= 10
