"""Edges, reachability, cycles and what comes before what."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.definition.graph import (
    Ancestry,
    Edge,
    EdgeKind,
    branch_members,
    components,
    cyclic_edges,
    edges,
    edges_in_cycles,
    reachable,
)
from flows.definition.model import FlowDefinition
from tests.unit.definition.strategies import quick
from tests.work import at_most


def flow(**steps: dict[str, Any]) -> FlowDefinition:
    """Steps by id with their fields; the first is the start."""
    document = {key: {"stepInstanceId": key, "stepType": "NO_OP", **step} for key, step in steps.items()}
    return FlowDefinition.parse({"steps": document, "startStepInstanceId": next(iter(steps))})


def to(target: str) -> dict[str, Any]:
    return {"defaultNextStepInstanceId": target}


def default(source: str, target: str) -> Edge:
    return Edge(source, target, EdgeKind.DEFAULT, 0, 5)


def test_every_way_out_of_a_step_is_an_edge_in_the_order_of_the_definition() -> None:
    definition = flow(
        a={
            "transitions": [
                {"condition": "$.x", "nextStepInstanceId": "b"},
                {"condition": "$.y", "nextStepInstanceId": "a", "maxTransitions": 0},
            ],
            "defaultNextStepInstanceId": "c",
            "defaultNextMaxTransitions": 7,
            "onError": {"fallbackStepInstanceId": "d"},
            "onTimeoutStepInstanceId": "e",
            "parallelBranches": [{"branchId": "1", "stepInstanceId": "f"}, {"branchId": "2", "stepInstanceId": "g"}],
        }
    )
    assert edges(definition) == [
        Edge("a", "b", EdgeKind.CONDITION, 0, 5),
        Edge("a", "a", EdgeKind.CONDITION, 1, 0),
        Edge("a", "c", EdgeKind.DEFAULT, 0, 7),
        Edge("a", "d", EdgeKind.FALLBACK, 0, 5),
        Edge("a", "e", EdgeKind.TIMEOUT, 0, 5),
        Edge("a", "f", EdgeKind.BRANCH, 0, 0),
        Edge("a", "g", EdgeKind.BRANCH, 1, 0),
    ]


def test_a_default_fallback_is_an_edge_of_every_silent_step_but_its_target() -> None:
    document = {
        "steps": {key: {"stepInstanceId": key, "stepType": "NO_OP"} for key in ("a", "sorry")},
        "startStepInstanceId": "a",
        "defaultStepConfig": {"onError": {"fallbackStepInstanceId": "sorry"}},
    }
    assert edges(FlowDefinition.parse(document)) == [Edge("a", "sorry", EdgeKind.FALLBACK, 0, 5)]


@pytest.mark.parametrize("junk", [5, "x", [1, {"stepInstanceId": 2}, None], {"a": 1}])
def test_branches_that_are_no_branches_give_no_edges(junk: Any) -> None:
    assert edges(flow(a={"parallelBranches": junk, "onTimeoutStepInstanceId": 5})) == []


def test_only_edges_of_a_cycle_are_cyclic() -> None:
    definition = flow(a=to("b"), b=to("c"), c=to("b"), d=to("d"), e=to("a"))
    assert cyclic_edges(definition) == {default("b", "c"), default("c", "b"), default("d", "d")}


def test_a_branch_begins_another_cursor_so_it_closes_no_cycle() -> None:
    definition = flow(a={"parallelBranches": [{"branchId": "1", "stepInstanceId": "b"}]}, b=to("a"))
    assert cyclic_edges(definition) == set()


def test_what_is_reachable_follows_every_kind_of_edge() -> None:
    definition = flow(
        a={"onError": {"fallbackStepInstanceId": "b"}},
        b={"parallelBranches": [{"branchId": "1", "stepInstanceId": "c"}]},
        c={},
        d=to("a"),
    )
    assert reachable(edges(definition), ["a"]) == {"a", "b", "c"}


def test_the_members_of_a_fork_are_what_its_branches_run() -> None:
    definition = flow(
        fork={"parallelBranches": [{"branchId": "1", "stepInstanceId": "x"}], "defaultNextStepInstanceId": "after"},
        x={"parallelBranches": [{"branchId": "1", "stepInstanceId": "inner"}], "defaultNextStepInstanceId": "y"},
        inner={},
        y={},
        after={},
    )
    assert branch_members(definition, "fork") == {"x", "inner", "y"}


def test_a_step_comes_before_what_it_leads_to_and_before_itself_only_round_a_cycle() -> None:
    ancestry = Ancestry(edges(flow(a=to("b"), b=to("c"), c=to("b"), d=to("d"))))
    found = {(one, two) for one, two in product("abcd", "abcd") if ancestry.any_before(ancestry.mask([one]), two)}
    assert found == {("a", "b"), ("a", "c"), ("b", "b"), ("b", "c"), ("c", "b"), ("c", "c"), ("d", "d")}


def test_steps_without_edges_come_before_nothing() -> None:
    ancestry = Ancestry([])
    assert ancestry.mask(["a"]) == 0
    assert ancestry.any_before(1, "a") is False


graphs = st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7)), max_size=20).map(
    lambda pairs: [default(f"s{source}", f"s{target}") for source, target in pairs]
)


def leads(ways: Iterable[Edge], source: str) -> set[str]:
    """The steps a path of at least one edge leads to, by the definition of the word."""
    found: set[str] = set()
    while new := {way.target for way in ways if way.source == source or way.source in found} - found:
        found |= new
    return found


@quick
@given(graphs)
def test_the_graph_agrees_with_following_the_edges_one_by_one(ways: list[Edge]) -> None:
    names = {name for way in ways for name in (way.source, way.target)}
    after = {name: leads(ways, name) for name in names}
    component, ancestry = components(ways), Ancestry(ways)
    for one, two in product(names, names):
        assert (component[one] == component[two]) == (one == two or (two in after[one] and one in after[two]))
        assert ancestry.any_before(ancestry.mask([one]), two) == (two in after[one])
    assert edges_in_cycles(ways) == {way for way in ways if way.source in after[way.target] or way.source == way.target}
    assert all(reachable(ways, [name]) == after[name] | {name} for name in names)


@pytest.mark.parametrize("last", ["s0", "end"])
def test_two_thousand_steps_in_a_row_take_no_recursion_and_a_few_calls_for_each(last: str) -> None:
    steps = {f"s{n}": to(f"s{n + 1}" if n < 1999 else last) for n in range(2000)}
    definition = flow(**steps)
    with at_most(calls=2000 * 50):
        ways = edges(definition)
        cyclic = edges_in_cycles(ways)
        ancestry = Ancestry(ways)
        before = ancestry.any_before(ancestry.mask(["s0"]), "s1999")
    assert len(cyclic) == (2000 if last == "s0" else 0)
    assert before
