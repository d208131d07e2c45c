"""What a redrive sends again, and by which definition it goes on."""

from __future__ import annotations

import pytest

from allma_site.common.problems import Conflict
from executions.contexts import Side
from tests.engine_flows import call, chain, compose, flow, fork, step
from tests.integration.engine.lab import Lab
from tests.integration.engine.redrives import LINE, again, context, preview, published, redriven
from tests.integration.engine.world import World


class TestEffects:
    def test_nothing_before_the_visit_is_sent_again(self, lab: Lab, world: World) -> None:
        run = lab.run(chain(*(call(f"c{n}", f"{world.url}/{n}", "POST") for n in range(5))))
        assert len(world.seen) == 5
        new = redriven(lab, run, seq=4)
        assert new.status == "COMPLETED"
        assert [seen.path for seen in world.seen[5:]] == ["/thing/3", "/thing/4"]
        assert all(key.startswith(f"{new.pk}:") for key in world.keys[5:])

    def test_a_failed_run_goes_on_behind_its_failure(self, lab: Lab, world: World) -> None:
        world.script = [(200, {}), (400, {})]
        run = lab.run(chain(call("ok", world.url, "POST"), call("bad", world.url, "POST"), call("end", world.url)))
        assert run.status == "FAILED"
        new = redriven(lab, run, step="bad")
        assert (new.status, len(world.seen)) == ("COMPLETED", 4)

    def test_a_killed_worker_sends_nothing_inherited_again(self, lab: Lab, world: World) -> None:
        run = lab.run(chain(*(call(f"c{n}", f"{world.url}/{n}", "PUT") for n in range(3))))
        new = again(lab, run, seq=2)
        for commits in (1, 2):
            assert lab.kill_at(new, commits, after=True)
        lab.drain()
        assert lab.get(new).status == "COMPLETED"
        assert {seen.path for seen in world.seen[3:]} == {"/thing/1", "/thing/2"}

    def test_the_preview_tells_what_would_be_sent_without_queries(self, lab: Lab, world: World) -> None:
        run = lab.run(
            chain(
                call("before", world.url),
                call("post", f"{world.url}?token=s3cret", "POST", displayName="Charge"),
                compose("pure"),
                call("never", "http://user:pw@other.test/x?key=s3cret", disabled=True),
            )
        )
        found = preview(lab, run, seq=2)
        assert dict(found.inherited) == {"before": 1}
        assert [(one.step, one.name, one.before, one.side_effects, one.summary) for one in found.again] == [
            ("post", "Charge", 1, "keyed", f"POST {world.url}"),
            ("pure", "pure", 1, "none", ""),
            ("never", "never", 1, "idempotent", ""),
        ]
        assert len(world.seen) == 2


class TestVersions:
    def test_it_goes_on_by_the_version_that_was_chosen(self, lab: Lab) -> None:
        run = lab.run(LINE, {"n": 1})
        changed = {**LINE, "steps": {**LINE["steps"], "c": compose("c", {"v": "new"}, outputMappings={"$.c": "$.v"})}}
        published(lab, run, changed)
        outputs = {version: lab.output(redriven(lab, run, seq=2, version=version).pk) for version in VERSIONS}
        assert outputs == {"original": {"c": 1}, "published": {"c": "new"}, 1: {"c": 1}, 2: {"c": "new"}}
        assert redriven(lab, run, seq=2, version=2).flow_version == 2

    def test_a_draft_can_be_tried_on_a_recorded_run(self, lab: Lab) -> None:
        run = lab.run(LINE, {"n": 1})
        with pytest.raises(Conflict) as refused:
            again(lab, run, seq=2, version="draft")
        assert refused.value.code == "flow_has_no_draft"
        changed = {**LINE, "output": {"$.drafted": "$.c"}}
        published(lab, run, changed, publish=False)
        assert lab.output(redriven(lab, run, seq=2, version="draft").pk) == {"drafted": 1}

    def test_a_step_the_version_does_not_have_is_named(self, lab: Lab) -> None:
        run = lab.run(LINE, {"n": 1})
        published(lab, run, chain(compose("a"), compose("z")))
        with pytest.raises(Conflict, match="'b'") as refused:
            again(lab, run, step="b", version="published")
        assert refused.value.code == "step_not_in_version"

    def test_inherited_visits_are_shown_by_the_definition_they_ran_by(self, lab: Lab) -> None:
        branches = [{"branchId": "b", "stepInstanceId": "one", "inputMappings": {"was": "$.currentItem"}}]
        body = [compose("one", {"v": "$.was"}), step("end")]
        run = lab.run(flow(fork("f", branches=branches, then="end"), *body), {"items": [1, 2]})
        renamed = [{**branches[0], "inputMappings": {"now": "$.currentItem"}}]
        published(lab, run, flow(fork("f", branches=renamed, then="end"), *body))
        new = redriven(lab, run, step="end", version="published")
        assert context(lab, new, 2, Side.BEFORE) == context(lab, run, 2, Side.BEFORE)
        assert context(lab, new, 2, Side.BEFORE)["was"] in (1, 2)


VERSIONS: list[str | int] = ["original", "published", 1, 2]
