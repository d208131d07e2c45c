"""The same event from many sides at once."""

from __future__ import annotations

from collections import Counter

import pytest

from allma_site.common.problems import Problem
from executions import deliveries
from executions.models import Wait
from tests.integration.engine.lab import together
from tests.integration.executions_api.runs import WAITING, Runs
from tests.integration.flows.client import Api
from workspaces.models import Workspace

SIDES = 6


def outcome(workspace: Workspace, key: str, event_id: str | None = None) -> str:
    try:
        delivery = deliveries.deliver_event(
            workspace_id=workspace.pk, correlation_key=key, payload=1, event_id=event_id
        )
    except Problem as problem:
        return problem.code
    return delivery.status


@pytest.mark.usefixtures("transactional_db")
class TestTogether:
    """On connections of their own."""

    def test_one_of_many_early_events_for_a_key_is_kept(self, workspace: Workspace) -> None:
        found = Counter(together(lambda _: outcome(workspace, "k"), SIDES))
        assert found == {"BUFFERED": 1, "event_waiting": SIDES - 1}

    def test_one_of_many_events_wakes_the_run_and_one_is_kept(self, workspace: Workspace) -> None:
        execution = Runs(Api(workspace)).run(WAITING, {"id": 1})
        found = Counter(together(lambda _: outcome(workspace, "order-1"), SIDES))
        assert found == {"DELIVERED": 1, "BUFFERED": 1, "event_waiting": SIDES - 2}
        assert Wait.objects.filter(execution_id=execution, status="RESOLVED").count() == 1

    def test_an_event_id_is_taken_once(self, workspace: Workspace) -> None:
        found = Counter(together(lambda side: outcome(workspace, f"k{side}", "e"), SIDES))
        assert found == {"BUFFERED": 1, "event_repeated": SIDES - 1}

    def test_a_token_is_used_once(self, workspace: Workspace) -> None:
        Runs(Api(workspace)).run(WAITING, {"id": 1})
        token = deliveries.token_of(Wait.objects.get().pk)

        def use(_: int) -> str:
            try:
                return deliveries.resume_by_token(token=token, payload=1).status
            except Problem as problem:
                return problem.code

        assert Counter(together(use, SIDES)) == {"DELIVERED": 1, "token_used": SIDES - 1}
