"""POST /sandbox/flow/: a whole draft, dry unless told otherwise, to its end or up to a step."""

from __future__ import annotations

import threading

import pytest

from tests.engine_flows import broken, call, chain, compose, count, flow, fork, step, sub_flow, wait, way
from tests.integration.engine.world import World
from tests.integration.flows.client import Api
from tests.integration.sandbox.conftest import Sandbox

pytestmark = pytest.mark.usefixtures("nothing_written")


def test_a_draft_runs_to_its_end_and_shows_every_visit(sandbox: Sandbox) -> None:
    got = sandbox.flow(chain(compose("a", {"x": "$.n"}), compose("b")), {"n": 1})
    assert (got["status"], got["error"], got["output"]) == ("COMPLETED", None, {"a": {"x": 1}, "b": {}})
    assert got["context"] == {"n": 1, "steps_output": {"a": {"x": 1}, "b": {}}, "flow_variables": {}}
    first, second = got["steps"]
    assert (first["seq"], first["path"], first["stepInstanceId"], first["stepType"]) == (
        1,
        "a",
        "a",
        "DATA_TRANSFORMATION",
    )
    assert first["contextDiff"] == [{"op": "add", "path": "/steps_output/a", "value": {"x": 1}}]
    assert (first["transition"]["kind"], second["transition"]["kind"]) == ("DEFAULT", "END")


def test_what_a_run_returns_is_returned(sandbox: Sandbox) -> None:
    document = chain(compose("a", {"x": 1}), output={"r": "$.steps_output.a.x"})
    assert sandbox.flow(document)["output"] == {"r": 1}


def test_an_output_that_does_not_fit_its_schema_fails_it(sandbox: Sandbox) -> None:
    document = chain(compose("a", {"x": 1}), outputSchema={"type": "object", "required": ["b"]})
    got = sandbox.flow(document)
    assert (got["status"], got["error"]["code"]) == ("FAILED", "output_schema_mismatch")


def test_effects_are_not_sent_and_give_nothing(sandbox: Sandbox, world: World) -> None:
    got = sandbox.flow(chain(call("a", world.url), compose("b", {"all": "$.steps_output.a"})))
    assert [(one["status"], one["output"]) for one in got["steps"]] == [("DRY_RUN", {}), ("COMPLETED", {"all": {}})]
    assert (got["status"], world.seen) == ("COMPLETED", [])
    assert got["steps"][0]["metadata"]["request"]["url"] == world.url


def test_a_step_that_needs_what_a_dry_one_would_receive_says_so(sandbox: Sandbox, world: World) -> None:
    got = sandbox.flow(chain(call("a", world.url), compose("b", {"x": "{{ steps_output.a.data.id }}"})))
    hint = "Not sent in this dry run: a. If the step needs what they would give, mock or pin their outputs."
    assert (got["status"], got["error"]["code"], got["error"]["hint"]) == ("FAILED", "undefined_variable", hint)
    assert got["steps"][1]["error"]["hint"] == hint


def test_effects_are_sent_when_they_are_asked_for(sandbox: Sandbox, world: World) -> None:
    got = sandbox.flow(chain(call("a", world.url), compose("b", {"ok": "$.steps_output.a.data.ok"})), dryRun=False)
    assert (got["steps"][1]["output"], len(world.seen)) == ({"ok": True}, 1)


def test_pinned_outputs_and_mocks_stand_for_effects_even_then(sandbox: Sandbox, world: World) -> None:
    document = chain(call("a", world.url, pinnedOutput={"p": 1}), call("b", world.url))
    got = sandbox.flow(document, mocks={"b": {"output": {"m": 1}}}, dryRun=False)
    assert (got["output"], world.seen) == ({"a": {"p": 1}, "b": {"m": 1}}, [])
    assert [list(one["metadata"]) for one in got["steps"]] == [["pinned"], ["mocked", "request"]]


def test_it_stops_after_the_first_visit_of_a_step(sandbox: Sandbox) -> None:
    looping = count("a", transitions=[way("$.n < 9", "a")])
    got = sandbox.flow(flow(looping), {"n": 0}, upToStepInstanceId="a")
    assert (got["status"], len(got["steps"]), got["context"]["n"], got["output"]) == ("STOPPED", 1, 1, None)


def test_steps_behind_it_may_be_half_written(sandbox: Sandbox) -> None:
    document = chain(compose("a", {"x": 1}), call("b", "", apiHttpMethod2="GET"), step("c", "LATER_TYPE"))
    assert sandbox.flow(document, upToStepInstanceId="a")["status"] == "STOPPED"


def test_a_half_written_step_fails_the_run_when_it_is_reached(sandbox: Sandbox) -> None:
    got = sandbox.flow(chain(compose("a"), step("b", "API_CALL")))
    assert (got["status"], got["error"]["code"], got["error"]["stepInstanceId"]) == ("FAILED", "invalid_step", "b")


def test_a_failing_step_fails_the_run(sandbox: Sandbox) -> None:
    got = sandbox.flow(chain(compose("a"), broken("b"), compose("c")))
    assert (got["status"], got["error"]["stepInstanceId"]) == ("FAILED", "b")
    assert [(one["stepInstanceId"], one["status"]) for one in got["steps"]] == [("a", "COMPLETED"), ("b", "FAILED")]
    assert got["steps"][1]["error"]["code"] == got["error"]["code"] == "not_a_number"
    assert (got["error"]["hint"], got["steps"][1]["error"]["hint"]) == (None, None)


def test_a_wait_leaves_it_waiting_and_a_mock_lets_it_go_on(sandbox: Sandbox) -> None:
    document = chain(wait("a", "k-{{ n }}"), compose("b"))
    waiting = sandbox.flow(document, {"n": 1})
    assert (waiting["status"], waiting["output"], waiting["steps"][0]["status"]) == ("WAITING", None, "WAITING")
    assert waiting["steps"][0]["metadata"]["correlationKey"] == "k-1"
    going = sandbox.flow(document, {"n": 1}, mocks={"a": {"output": {"ok": 1}}})
    assert (going["status"], going["output"]["a"]) == ("COMPLETED", {"ok": 1})


def test_branches_have_paths_and_contexts_of_their_own(sandbox: Sandbox) -> None:
    branches = [{"branchId": "b", "stepInstanceId": "each", "inputMappings": {"item": "$.currentItem"}}]
    document = flow(fork("f", branches=branches), compose("each", {"v": "$.item"}))
    got = sandbox.flow(document, {"items": ["x", "y"]})
    inside = [(one["path"], one["output"], one["transition"]["kind"]) for one in got["steps"][1:]]
    assert inside == [("f[0].each", {"v": "x"}, "BRANCH_END"), ("f[1].each", {"v": "y"}, "BRANCH_END")]
    assert list(got["context"]["steps_output"]) == ["f"]


def test_branches_wait_for_the_world_together(sandbox: Sandbox, world: World) -> None:
    """Each of the three calls is answered when all three are there."""
    together = threading.Barrier(3, timeout=20)
    world.on_request = lambda _: _ignored(together.wait())
    each = call("each", f"{world.url}?i={{{{ currentItem }}}}", outputMappings={"$.output": "$.data.query"})
    got = sandbox.flow(flow(fork("f", "each"), each), {"items": [1, 2, 3]}, dryRun=False)
    assert got["output"]["f"]["aggregatedData"] == ["i=1", "i=2", "i=3"]


def _ignored(_: object) -> None:
    """A value nobody needs."""


def test_a_thousand_items_are_quick_enough(sandbox: Sandbox) -> None:
    document = flow(fork("f", "each", config={"strategy": "NONE"}), compose("each", {"v": "$.currentItem"}))
    got = sandbox.flow(document, {"items": list(range(900))})
    assert (got["status"], len(got["steps"])) == ("COMPLETED", 901)


def test_a_loop_without_end_ends(sandbox: Sandbox) -> None:
    looping = count("a", transitions=[way("$.n > 0", "a", maxTransitions=0)])
    got = sandbox.flow(flow(looping), {"n": 1})
    assert (got["status"], got["error"]["code"], len(got["steps"])) == ("FAILED", "sandbox_too_many_visits", 1000)


def test_start_variables_lie_over_those_of_the_definition(sandbox: Sandbox) -> None:
    document = chain(compose("a", {"v": "$.flow_variables"}), flowVariables={"x": 1, "y": 1})
    assert sandbox.flow(document, flowVariables={"y": 2})["output"]["a"] == {"v": {"x": 1, "y": 2}}


def test_the_views_of_a_run_are_there(sandbox: Sandbox) -> None:
    reading = {"n": "$.initialContextData.n", "trigger": "$.execution.trigger", "version": "$.execution.flowVersion"}
    got = sandbox.flow(chain(compose("a", reading)), {"n": 1})
    assert got["output"]["a"] == {"n": 1, "trigger": "sandbox", "version": 0}


@pytest.mark.usefixtures("nothing_written")
class TestSubFlows:
    """Flows that a draft starts."""

    def test_a_published_flow_runs_here(self, sandbox: Sandbox, api: Api) -> None:
        child = api.flow(chain(compose("c", {"twice": "$.n"}), output={"r": "$.steps_output.c.twice"}), publish=True)
        got = sandbox.flow(chain(sub_flow("a", child, inputMappings={"n": "$.n"})), {"n": 2})
        assert got["output"] == {"a": {"r": 2}}
        assert got["steps"][0]["metadata"]["subFlow"] == {
            "flowId": child,
            "flowVersion": 1,
            "status": "COMPLETED",
            "visits": 1,
            "dryRunSteps": [],
        }

    def test_it_is_as_dry_as_its_parent(self, sandbox: Sandbox, api: Api, world: World) -> None:
        child = api.flow(chain(call("c", world.url)), publish=True)
        dry = sandbox.flow(chain(sub_flow("a", child)))
        assert (dry["status"], world.seen) == ("COMPLETED", [])
        assert dry["steps"][0]["metadata"]["subFlow"]["dryRunSteps"] == ["c"]
        sandbox.flow(chain(sub_flow("a", child)), dryRun=False)
        assert len(world.seen) == 1

    def test_mocks_are_not_for_its_steps(self, sandbox: Sandbox, api: Api) -> None:
        child = api.flow(chain(compose("a", {"real": True})), publish=True)
        document = flow(sub_flow("b", child, then="a"), compose("a"))
        got = sandbox.flow(document, mocks={"a": {"output": {"mocked": True}}})
        assert got["output"] == {"b": {"a": {"real": True}}, "a": {"mocked": True}}

    def test_a_draft_of_it_runs_when_it_is_named(self, sandbox: Sandbox, api: Api) -> None:
        child = api.flow(chain(compose("c", {"x": 1})))
        assert sandbox.flow(chain(sub_flow("a", child, subFlowVersion=1)))["output"] == {"a": {"c": {"x": 1}}}

    def test_without_a_published_version_it_cannot_start(self, sandbox: Sandbox, api: Api) -> None:
        got = sandbox.flow(chain(sub_flow("a", api.flow(chain(compose("c"))))))
        assert (got["status"], got["error"]["code"]) == ("FAILED", "flow_not_published")

    @pytest.mark.parametrize("name", ["no-id", "01900000-0000-7000-8000-000000000000"])
    def test_a_flow_that_is_not_there_cannot_start(self, sandbox: Sandbox, name: str) -> None:
        assert sandbox.flow(chain(sub_flow("a", name)))["error"]["code"] == "sub_flow_not_found"

    def test_it_checks_its_input(self, sandbox: Sandbox, api: Api) -> None:
        child = api.flow(chain(compose("c"), inputSchema={"type": "object", "required": ["n"]}), publish=True)
        assert sandbox.flow(chain(sub_flow("a", child)))["error"]["code"] == "invalid_sub_flow_input"

    def test_when_it_waits_its_parent_waits(self, sandbox: Sandbox, api: Api) -> None:
        child = api.flow(chain(wait("c", "k")), publish=True)
        got = sandbox.flow(chain(sub_flow("a", child), compose("b")))
        assert (got["status"], [one["status"] for one in got["steps"]]) == ("WAITING", ["WAITING"])

    def test_flows_that_start_each_other_end_ten_deep(self, sandbox: Sandbox, api: Api) -> None:
        again = chain(sub_flow("c", "{{ id }}", inputMappings={"id": "$.id"}))
        child = api.flow(again, publish=True)
        got = sandbox.flow(again, {"id": child})
        error = got["error"]
        for _ in range(10):
            assert error["code"] == "sub_flow_failed"
            error = error["details"]["error"]
        assert error["code"] == "sub_flow_too_deep"

    def test_their_visits_count_for_the_whole(self, sandbox: Sandbox, api: Api) -> None:
        looping = count("c", transitions=[way("$.n < 600", "c", maxTransitions=0)])
        child = api.flow(flow(looping), publish=True)
        twice = chain(*(sub_flow(name, child, literals={"n": 0}) for name in "ab"))
        got = sandbox.flow(twice)
        assert (got["status"], len(got["steps"]), got["error"]["code"]) == ("FAILED", 2, "sub_flow_failed")
        assert got["error"]["details"]["error"]["code"] == "sandbox_too_many_visits"
