"""A redrive is a start like others, and all of it or nothing."""

from __future__ import annotations

import uuid
from typing import Any

import pytest

from allma_site.common.problems import Conflict, NotFound
from executions import redriving, services
from executions.models import Execution, StepExecution
from executions.redriving import RedriveOptions
from tests.integration.engine.lab import Lab
from tests.integration.engine.redrives import LINE, again, context, redriven, replace_at
from workspaces.actors import SYSTEM
from workspaces.models import AuditRecord


class TestAsAStart:
    def test_from_the_start_it_has_the_recorded_input(self, lab: Lab) -> None:
        run = lab.run(LINE, {"n": 1}, labels={"team": "x"}, priority=2)
        options = RedriveOptions()
        new = redriving.redrive(workspace_id=lab.workspace.pk, execution_id=run.pk, options=options, actor=SYSTEM)
        lab.drain()
        row = lab.get(new)
        assert (row.redrive_of_id, row.redrive_from_seq, row.trigger) == (run.pk, None, "redrive")
        assert (row.labels, row.priority, lab.output(new)) == ('{"team":"x"}', 2, {"c": 1})
        assert not any(step.inherited for step in lab.steps(new))

    def test_from_the_start_with_another_input(self, lab: Lab) -> None:
        run = lab.run(LINE, {"n": 1})
        options = RedriveOptions(input={"n": 7}, flow_variables={"x": 1})
        new = redriving.redrive(workspace_id=lab.workspace.pk, execution_id=run.pk, options=options, actor=SYSTEM)
        lab.drain()
        assert (lab.output(new), context(lab, new, 0)["flow_variables"]) == ({"c": 7}, {"x": 1})

    def test_the_limit_of_a_flow_holds(self, lab: Lab) -> None:
        limited = lab.publish({**LINE, "maxConcurrentExecutions": 1})
        run = lab.run(limited, {"n": 1})
        other = lab.start(limited, {"n": 2})
        claimed = lab.claim()
        assert claimed is not None
        assert claimed.id == other
        new = again(lab, run, seq=2)
        Execution.objects.filter(pk=new).update(next_run_at=lab.get(run.pk).created_at)
        assert lab.claim() is None
        assert (lab.get(new).status, lab.get(new).started_at) == ("QUEUED", None)
        lab.expire(other)
        lab.later(60)
        assert [lab.get(one).status for one in (other, new)] == ["COMPLETED", "COMPLETED"]

    def test_it_is_written_down_who_did_it(self, lab: Lab) -> None:
        run = lab.run(LINE, {"n": 1})
        new = redriven(lab, run, seq=2, patch=replace_at("/a", 5))
        entry = AuditRecord.objects.get(action="run.redrive")
        assert (entry.actor, entry.target) == ("system", f"execution {new.pk}")
        assert f'"redriveOf":"{run.pk}"' in entry.details

    def test_the_same_key_gives_the_same_run(self, lab: Lab) -> None:
        run = lab.run(LINE, {"n": 1})
        ids = {again(lab, run, seq=2, idempotency_key="k") for _ in range(2)}
        assert len(ids) == 1
        with pytest.raises(Conflict) as refused:
            again(lab, run, seq=3, idempotency_key="k")
        assert refused.value.code == "idempotency_key_reused"
        assert Execution.objects.filter(redrive_of=run).count() == 1
        lab.drain()


class TestAllOrNothing:
    @pytest.mark.parametrize("at", ["_begin", "_copy_steps", "_copy_snapshots"])
    def test_a_death_between_the_lines_leaves_nothing(self, lab: Lab, monkeypatch: pytest.MonkeyPatch, at: str) -> None:
        from executions import store_redrives

        run = lab.run(LINE, {"n": 1})
        before = everything(run)

        class Dead(BaseException):
            pass

        def die(*_: Any) -> None:
            raise Dead

        with monkeypatch.context() as patch:
            patch.setattr(store_redrives, at, die)
            with pytest.raises(Dead):
                again(lab, run, seq=3, idempotency_key="k")
        assert everything(run) == before
        assert redriven(lab, run, seq=3, idempotency_key="k").status == "COMPLETED"

    @pytest.mark.parametrize("from_a_visit", [True, False])
    def test_a_run_that_is_deleted_meanwhile_is_missed(
        self, lab: Lab, monkeypatch: pytest.MonkeyPatch, from_a_visit: bool
    ) -> None:
        run = lab.run(LINE, {"n": 1})
        real = services.admit

        def late(*args: Any, **options: Any) -> Any:
            Execution.objects.filter(pk=run.pk).delete()
            return real(*args, **options)

        monkeypatch.setattr(services, "admit", late)
        with pytest.raises(NotFound):
            again(lab, run.pk, seq=2) if from_a_visit else whole(lab, run)
        assert Execution.objects.count() == 0


def whole(lab: Lab, run: Execution) -> uuid.UUID:
    """A redrive from the start."""
    options = RedriveOptions()
    return redriving.redrive(workspace_id=lab.workspace.pk, execution_id=run.pk, options=options, actor=SYSTEM)


def everything(run: Execution) -> list[Any]:
    return [
        list(Execution.objects.order_by("pk").values_list("pk", "seq")),
        StepExecution.objects.count(),
        AuditRecord.objects.count(),
        run.workspace_id,
    ]
