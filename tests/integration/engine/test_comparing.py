"""Two runs beside each other."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from executions import comparing
from executions.comparing import Comparison, compare
from executions.last_good import last_good
from executions.models import Execution
from tests.engine_flows import broken, call, chain, compose, count, flow, fork, step, wait, way
from tests.integration.engine import redrives
from tests.integration.engine.lab import Lab
from tests.integration.engine.test_replay import KINDS, anything, stir
from tests.integration.engine.world import World

LINE = flow(
    compose("a", inputMappings={"n": "$.n"}, then="b"),
    compose("b", inputMappings={"n": "$.steps_output.a.n"}, transitions=[way("$.n > 5", "big")], then="c"),
    compose("c", {"end": "same"}),
    compose("big", {"end": "big"}),
)


def rows(found: Comparison) -> list[tuple[str, int, str, tuple[str, ...]]]:
    return [(one.mark.path, one.occurrence, str(one.verdict), tuple(map(str, one.differences))) for one in found.rows]


def first(found: Comparison) -> str | None:
    return found.first.mark.path if found.first else None


def test_runs_with_the_same_input_are_the_same(lab: Lab) -> None:
    definition = lab.publish(LINE)
    found = compare(lab.run(definition, {"n": 1}), lab.run(definition, {"n": 1}))
    assert (found.same, found.first, found.truncated) == (True, None, False)
    assert found.counts == {"same": 3, "differs": 0, "onlyLeft": 0, "onlyRight": 0}


def test_what_differs_is_told_visit_by_visit_and_field_by_field(lab: Lab) -> None:
    definition = lab.publish(LINE)
    found = compare(lab.run(definition, {"n": 1}), lab.run(definition, {"n": 9}))
    assert rows(found) == [
        ("a", 1, "differs", ("input", "output", "changes")),
        ("b", 1, "differs", ("input", "output", "transition", "changes")),
        ("big", 1, "onlyRight", ()),
        ("c", 1, "onlyLeft", ()),
    ]
    assert (found.same, first(found)) == (False, "a")
    assert found.counts == {"same": 0, "differs": 2, "onlyLeft": 1, "onlyRight": 1}


def test_the_order_of_keys_is_no_difference(lab: Lab) -> None:
    left = lab.run(chain(compose("a", {"x": 1, "y": 2}), step("z")))
    right = lab.run(chain(compose("a", {"y": 2, "x": 1}), step("z")))
    assert compare(left, right).same is True


def test_a_loop_that_went_round_once_more_has_a_visit_of_its_own(lab: Lab) -> None:
    again = [way("$.n < 2", "a", maxTransitions=5)]
    definition = lab.publish(flow(count("a", transitions=again, then="z"), step("z")))
    found = compare(lab.run(definition, {"n": 1}), lab.run(definition, {"n": 0}))
    assert [(path, occurrence, verdict) for path, occurrence, verdict, _ in rows(found)] == [
        ("a", 1, "differs"),
        ("a", 2, "onlyRight"),
        ("z", 1, "same"),
    ]


def test_a_failed_attempt_differs_in_status_and_error(lab: Lab, world: World) -> None:
    world.script = [(200, {"ok": True}), (400, {})]
    definition = lab.publish(chain(call("a", world.url)))
    found = compare(lab.run(definition), lab.run(definition))
    assert rows(found) == [("a", 1, "differs", ("status", "output", "error", "changes"))]


def test_runs_of_two_versions_are_compared_where_both_have_the_step(lab: Lab) -> None:
    left = lab.run(chain(compose("a", {"x": 1}), step("old"), step("z")))
    right = lab.run(chain(compose("a", {"x": 1}), step("new"), step("z")))
    found = compare(left, right)
    assert [(path, verdict) for path, _, verdict, _ in rows(found)] == [
        ("a", "differs"),
        ("new", "onlyRight"),
        ("old", "onlyLeft"),
        ("z", "same"),
    ]


def test_a_run_redriven_from_a_visit_has_the_inherited_ones_as_they_were(lab: Lab) -> None:
    run = lab.run(redrives.LINE, {"n": 1})
    new = redrives.redriven(lab, run, seq=3, patch=redrives.replace_at("/b", 5))
    found = compare(run, new)
    assert [(path, verdict) for path, _, verdict, _ in rows(found)] == [("a", "same"), ("b", "same"), ("c", "differs")]
    assert [one.right.inherited for one in found.rows if one.right] == [True, True, False]


class TestForks:
    def test_the_branch_that_differs_comes_before_the_fork_that_only_ends_otherwise(self, lab: Lab) -> None:
        definition = lab.publish(flow(fork("f", "b"), compose("b", inputMappings={"v": "$.currentItem"})))
        left = lab.run(definition, {"items": [1, 2, 3]})
        right = lab.run(definition, {"items": [1, 9, 3]})
        found = compare(left, right)
        assert first(found) == "f[1].b"
        assert [path for path, _, verdict, _ in rows(found) if verdict == "differs"] == ["f", "f[1].b"]

    def test_the_visits_of_chunks_are_compared_and_named_by_their_chunk(self, lab: Lab, limits: Any) -> None:
        limits(fork_inline_items=2, fork_chunk_items=2)
        definition = lab.publish(flow(fork("f", "b"), compose("b", inputMappings={"v": "$.currentItem"})))
        left = lab.run(definition, {"items": [1, 2, 3, 4, 5]})
        right = lab.run(definition, {"items": [1, 2, 3, 9, 5]})
        found = compare(left, right)
        assert [one.mark.path for one in found.rows] == ["f", *(f"f[{index}].b" for index in range(5))]
        assert (first(found), found.counts["differs"]) == ("f[3].b", 2)
        assert found.first is not None
        assert found.first.left is not None
        chunk = Execution.objects.get(pk=found.first.left.execution_id)
        assert (chunk.kind, chunk.parent_id) == ("CHUNK", left.pk)

    def test_a_distributed_and_an_inline_fork_have_the_same_branches(self, lab: Lab, limits: Any) -> None:
        definition = lab.publish(flow(fork("f", "b"), compose("b", inputMappings={"v": "$.currentItem"})))
        left = lab.run(definition, {"items": [1, 2, 3, 4, 5]})
        limits(fork_inline_items=2, fork_chunk_items=2)
        right = lab.run(definition, {"items": [1, 2, 3, 4, 5]})
        found = compare(left, right)
        assert [one.mark.path for one in found.rows if one.verdict == "differs"] == ["f"]
        assert found.counts == {"same": 5, "differs": 1, "onlyLeft": 0, "onlyRight": 0}


class TestSize:
    @pytest.fixture
    def pair(self, lab: Lab) -> tuple[Execution, Execution]:
        """Two runs of forty branches, of which the last two differ."""
        definition = lab.publish(flow(fork("f", "b"), compose("b", inputMappings={"v": "$.currentItem"})))
        items = list(range(40))
        return lab.run(definition, {"items": items}), lab.run(definition, {"items": [*items[:38], "x", "y"]})

    def test_rows_that_differ_are_kept_before_those_that_do_not(
        self, pair: tuple[Execution, Execution], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(comparing, "MAX_ROWS", 5)
        found = compare(*pair)
        assert [one.mark.path for one in found.rows] == ["f", "f[0].b", "f[1].b", "f[38].b", "f[39].b"]
        assert (first(found), found.truncated) == ("f[38].b", True)
        assert found.counts == {"same": 38, "differs": 3, "onlyLeft": 0, "onlyRight": 0}

    def test_behind_the_limit_it_is_only_said_that_they_differ(
        self, pair: tuple[Execution, Execution], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(comparing, "REFINED", 2)
        found = compare(*pair)
        assert [one.differences for one in found.rows if one.mark.path == "f[39].b"] == [()]
        assert (found.truncated, found.counts["differs"]) == (True, 3)

    def test_only_visits_that_look_different_are_read(self, pair: tuple[Execution, Execution]) -> None:
        with CaptureQueriesContext(connection) as queries:
            compare(*pair)
        read = [one["sql"] for one in queries if '"input"' in one["sql"] and "MD5" not in one["sql"].upper()]
        assert len(read) == 1


class TestAnyRun:
    @given(
        items=st.lists(st.sampled_from(KINDS), max_size=5),
        moves=st.lists(st.sampled_from(["event", "time", "cancel"]), max_size=3),
        distributed=st.booleans(),
    )
    @settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    def test_compared_with_itself_has_no_divergence(
        self, lab: Lab, world: World, limits: Any, items: list[str], moves: list[str], distributed: bool
    ) -> None:
        limits(fork_inline_items=2 if distributed else 1000, fork_chunk_items=2)
        run = lab.run(anything(world.url, {}), {"items": items, "pair": [1, 2], "loop": True, "n": 0}).pk
        for move in moves:
            stir(lab, run, move)
        found = compare(lab.get(run), lab.get(run))
        assert (found.same, found.first, found.truncated) == (True, None, False)
        assert all(one.verdict == "same" for one in found.rows)
        stir(lab, run, "cancel")


class TestLastGood:
    def test_the_newest_good_run_before_it_else_the_newest_after_it(self, lab: Lab) -> None:
        ways = [way("$.bad == true", "c")]
        mixed_flow = lab.publish(flow(step("a", transitions=ways, then="b"), step("b"), broken("c")))
        bad, good = {"bad": True}, {"bad": False}
        first_bad = lab.run(mixed_flow, bad)
        assert last_good(first_bad) is None
        goods = [lab.run(mixed_flow, good) for _ in range(2)]
        assert _id(last_good(first_bad)) == goods[1].pk
        later_bad = lab.run(mixed_flow, bad)
        lab.run(mixed_flow, good)
        assert _id(last_good(later_bad)) == goods[1].pk
        assert _id(last_good(goods[1])) == goods[0].pk

    def test_runs_of_other_flows_and_parts_of_forks_do_not_count(self, lab: Lab, limits: Any) -> None:
        limits(fork_inline_items=1, fork_chunk_items=1)
        lab.run(chain(step("a")))
        failing = lab.run(flow(fork("f", "x", then="z"), step("x"), broken("z")), {"items": [1, 2]})
        assert Execution.objects.filter(kind="CHUNK", status="COMPLETED").count() == 2
        assert last_good(failing) is None


def _id(found: Execution | None) -> Any:
    return found.pk if found is not None else None


def test_a_run_that_waits_is_not_the_same_as_one_that_was_cancelled_there(lab: Lab) -> None:
    definition = lab.publish(chain(wait("w", "k{{ n }}")))
    left, right = (lab.run(definition, {"n": number}) for number in (1, 2))
    lab.cancel(right.pk)
    lab.drain()
    found = compare(lab.get(left.pk), lab.get(right.pk))
    assert rows(found) == [("w", 1, "differs", ("status",))]
    lab.cancel(left.pk)
    lab.drain()
