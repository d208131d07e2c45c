"""What every fault test asks at its end."""

from __future__ import annotations

from tests.acceptance.api import Api
from tests.acceptance.peer import Peer
from tests.acceptance.rows import history, query, violations
from tests.processes import Allma

ATTEMPTS = "SELECT execution_id, seq, attempts FROM executions_stepexecution WHERE attempts > 1"


def assert_effects(allma: Allma, world: Peer, name: str, *, keys: int) -> None:
    """Each effect had one key of its own, and was sent again only where its step's row says so."""
    calls = world.effects(name)
    assert len(calls) == keys
    assert min(calls.values()) >= 1
    again = sum(count - 1 for count in calls.values())
    repeated = sum(attempts - 1 for _, _, attempts in query(allma, ATTEMPTS))
    assert again <= repeated, {key: count for key, count in calls.items() if count > 1}


def assert_kept(before: dict[str, set[tuple[object, ...]]], allma: Allma) -> None:
    """What was committed then is there now, unchanged: no committed step ran again."""
    now = history(allma)
    for kind, rows in before.items():
        assert rows - now[kind] == set(), kind


def assert_all_completed(api: Api, flow_id: str, runs: int) -> None:
    """Every run of the flow ended well."""
    assert api.await_all_ended(flow_id) == {"COMPLETED": runs}


def assert_sound(allma: Allma) -> None:
    """The rows agree with each other."""
    assert violations(allma) == []
