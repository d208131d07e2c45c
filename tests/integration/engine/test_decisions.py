"""Decisions of waiting runs at the same moment: one wins, and the others are told so."""

from __future__ import annotations

import uuid

import pytest

from allma_site.common.problems import Conflict
from executions import approvals
from executions.deliveries import DeliveryStatus
from executions.models import Wait
from tests.engine_flows import chain, flow, step, wait
from tests.integration.engine.lab import Lab, together
from workspaces import audit
from workspaces.actors import SYSTEM
from workspaces.models import AuditRecord


def decided(lab: Lab, approval: uuid.UUID, word: object) -> str:
    """What became of a decision: DELIVERED, or the code of the refusal."""
    try:
        made = approvals.decide(workspace_id=lab.workspace.pk, approval_id=approval, payload=word, actor=SYSTEM)
    except Conflict as refused:
        return refused.code
    return made.status


def test_of_decisions_at_once_one_counts_and_the_others_are_told(lab: Lab) -> None:
    run = lab.run(chain(wait("ask", "k"), step("after"))).pk
    approval = Wait.objects.get().pk
    outcomes = together(lambda number: decided(lab, approval, number), 4)
    assert sorted(outcomes) == [DeliveryStatus.DELIVERED, *["already_decided"] * 3]
    lab.drain()
    assert lab.output(run)["ask"] == outcomes.index(DeliveryStatus.DELIVERED)
    assert AuditRecord.objects.filter(action="approval.decide").count() == 1
    assert audit.verify(lab.workspace) is None


def test_a_decision_and_an_event_of_the_same_key_do_not_both_wake_the_run(lab: Lab) -> None:
    run = lab.run(flow(wait("ask", "k"))).pk
    approval = Wait.objects.get().pk
    outcomes = together(lambda number: decided(lab, approval, "a") if number else str(lab.event("k", "e").status), 2)
    lab.drain()
    said = "a" if outcomes[1] == DeliveryStatus.DELIVERED else "e"
    assert lab.output(run)["ask"] == said
    assert outcomes in (
        [DeliveryStatus.DELIVERED, "already_decided"],
        [DeliveryStatus.BUFFERED, DeliveryStatus.DELIVERED],
    )


def test_a_decision_survives_the_death_of_whoever_took_the_run_up(lab: Lab) -> None:
    run = lab.run(chain(wait("ask", "k"), step("after"))).pk
    assert decided(lab, Wait.objects.get().pk, {"ok": True}) == DeliveryStatus.DELIVERED
    assert lab.claim() is not None
    lab.expire(run)
    lab.drain()
    assert (lab.get(run).status, lab.output(run)["ask"]) == ("COMPLETED", {"ok": True})


def test_a_wait_whose_time_was_over_first_is_not_decided(lab: Lab) -> None:
    run = lab.run(flow(wait("ask", "k", maxWaitSeconds=5, onTimeoutStepInstanceId="late"), step("late"))).pk
    approval = Wait.objects.get().pk
    lab.later(6)
    assert lab.get(run).status == "COMPLETED"
    with pytest.raises(Conflict) as refused:
        approvals.decide(workspace_id=lab.workspace.pk, approval_id=approval, payload=1, actor=SYSTEM)
    assert refused.value.code == "wait_over"
