"""What is kept for a time is forgotten when that is over, and not before."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from allma_site.common.clock import now
from executions import upkeep
from executions.models import StartKey, Wait
from executions.upkeep import Upkeep, tidy
from tests.engine_flows import flow, step, wait
from tests.integration.engine.lab import Killed, Lab


def started(lab: Lab, *keys: str) -> None:
    definition = lab.publish(flow(step("a")))
    for key in keys:
        lab.start(definition, idempotency_key=key)
    lab.drain()


@pytest.mark.parametrize("at_once", [1, 500])
def test_keys_are_forgotten_after_their_day(lab: Lab, monkeypatch: pytest.MonkeyPatch, at_once: int) -> None:
    monkeypatch.setattr(upkeep, "AT_ONCE", at_once)
    started(lab, "a", "b", "c")
    StartKey.objects.exclude(key="c").update(created_at=now() - timedelta(hours=25))
    tidy()
    assert list(StartKey.objects.values_list("key", flat=True)) == ["c"]


def test_an_early_event_that_nobody_came_for_is_forgotten_and_a_wait_is_not(lab: Lab) -> None:
    for key in ("old", "new"):
        lab.event(key, {"private": 1})
    lab.run(flow(wait("hold", "k")))
    Wait.objects.filter(key="old").update(expires_at=now() - timedelta(minutes=1))
    tidy()
    assert sorted(Wait.objects.values_list("key", flat=True)) == ["k", "new"]


def test_workers_tidy_up_once_in_a_while(lab: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    started(lab, "a")
    StartKey.objects.update(created_at=now() - timedelta(hours=25))
    Upkeep()()
    assert StartKey.objects.count() == 1
    monkeypatch.setattr(upkeep, "TIDY_SECONDS", 0.0)
    Upkeep()()
    assert StartKey.objects.count() == 0


@pytest.mark.parametrize("died_after", [1, 2, 3, 4])
def test_what_a_worker_had_not_forgotten_when_it_died_the_next_one_forgets(
    lab: Lab, monkeypatch: pytest.MonkeyPatch, died_after: int
) -> None:
    monkeypatch.setattr(upkeep, "AT_ONCE", 1)
    started(lab, "a", "b")
    StartKey.objects.update(created_at=now() - timedelta(hours=25))
    for key in ("old", "older"):
        lab.event(key, {})
    Wait.objects.update(expires_at=now() - timedelta(minutes=1))
    rounds: list[int] = []

    def dying(work: Callable[[], int]) -> int:
        if len(rounds) == died_after:
            raise Killed
        rounds.append(work())
        return rounds[-1]

    with monkeypatch.context() as patch:
        patch.setattr(upkeep, "retry_on_conflict", dying)
        with pytest.raises(Killed):
            tidy()
    assert StartKey.objects.count() + Wait.objects.count() == 4 - sum(rounds)
    tidy()
    assert (StartKey.objects.count(), Wait.objects.count()) == (0, 0)
