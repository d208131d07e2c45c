"""How steps hang together: forks and their branches, loops, and outputs read before they are written."""

from __future__ import annotations

from typing import Any

import pytest

from flows.definition.validate import validate
from flows.steps.registry import CATALOG
from tests.unit.definition.flows import branch, check, flow, fork, found, one, way

Steps = dict[str, dict[str, Any]]


def to(target: str, **fields: Any) -> dict[str, Any]:
    return {"defaultNextStepInstanceId": target, **fields}


LEAVES: list[tuple[str, Steps, list[str]]] = [
    ("a branch that ends", {"f": fork(branch("b"), **to("after")), "b": to("c"), "c": {}, "after": {}}, []),
    ("a branch that loops inside itself", {"f": fork(branch("b")), "b": to("c"), "c": to("b")}, []),
    (
        "two branches that share a step",
        {"f": fork(branch("b"), branch("c", "2")), "b": to("d"), "c": to("d"), "d": {}},
        [],
    ),
    (
        "a branch into the step after the fork",
        {"f": fork(branch("b"), **to("after")), "b": to("after"), "after": {}},
        ["/steps/f"],
    ),
    ("a branch back into the fork", {"f": fork(branch("b")), "b": to("f")}, ["/steps/f"]),
    ("a branch back before the fork", {"a": to("f"), "f": fork(branch("b")), "b": to("a")}, ["/steps/f"]),
    ("a branch that begins on the main path", {"f": fork(branch("after"), **to("after")), "after": {}}, ["/steps/f"]),
    (
        "a branch that leaves by a condition",
        {"f": fork(branch("b"), **to("after")), "b": {"transitions": [way("$.a", "after")]}, "after": {}},
        ["/steps/f"],
    ),
    (
        "a branch that leaves by its own fallback",
        {"f": fork(branch("b"), **to("after")), "b": {"onError": {"fallbackStepInstanceId": "after"}}, "after": {}},
        ["/steps/f"],
    ),
    (
        "a nested fork that ends",
        {"f": fork(branch("g")), "g": fork(branch("b"), **to("c")), "b": {}, "c": {}},
        [],
    ),
    (
        "a nested branch that runs into the outer branch",
        {"f": fork(branch("g")), "g": fork(branch("b"), **to("c")), "b": to("c"), "c": {}},
        ["/steps/g"],
    ),
    (
        "a nested branch that runs into the main path",
        {"f": fork(branch("g"), **to("after")), "g": fork(branch("b")), "b": to("after"), "after": {}},
        ["/steps/g"],
    ),
    (
        "two forks in a row that share a branch",
        {"f": fork(branch("b"), **to("g")), "g": fork(branch("b")), "b": {}},
        [],
    ),
]


@pytest.mark.parametrize(("name", "steps", "expected"), LEAVES)
def test_a_branch_may_not_run_on_outside_its_fork(name: str, steps: Steps, expected: list[str]) -> None:
    places = [path for code, path in found(flow(steps)) if code == "branch_leaves_fork"]
    assert places == [f"{path}/parallelBranches/0" for path in expected], name


def test_the_message_names_the_branch_and_the_step_outside() -> None:
    steps = {"f": fork(branch("b", "each order"), **to("after")), "b": to("c"), "c": to("after"), "after": {}}
    assert [each.message for each in check(flow(steps))] == [
        "The branch 'each order' runs on to 'after', which is outside the fork."
    ]


def test_a_fallback_that_every_step_has_by_default_is_no_way_out_of_a_branch() -> None:
    steps = {"f": fork(branch("b"), **to("sorry")), "b": {}, "sorry": {}}
    document = flow(steps, defaultStepConfig={"onError": {"fallbackStepInstanceId": "sorry"}})
    assert found(document) == []


LOOPS: list[tuple[Steps, list[str]]] = [
    ({"a": to("a")}, []),
    ({"a": to("a", defaultNextMaxTransitions=0)}, ["/steps/a/defaultNextStepInstanceId"]),
    ({"a": to("b", defaultNextMaxTransitions=0), "b": to("a")}, []),
    (
        {"a": to("b", defaultNextMaxTransitions=0), "b": {"transitions": [way("$.x", "a", maxTransitions=0)]}},
        ["/steps/a/defaultNextStepInstanceId", "/steps/b/transitions/0"],
    ),
    ({"a": to("b", defaultNextMaxTransitions=0), "b": {}}, []),
]


@pytest.mark.parametrize(("steps", "expected"), LOOPS)
def test_a_loop_that_nothing_limits_is_warned_of(steps: Steps, expected: list[str]) -> None:
    assert [path for code, path in found(flow(steps)) if code == "loop_without_limit"] == expected


READ = {"inputMappings": {"x": "$.steps_output.a.total"}}
READS: list[tuple[str, Steps, list[str]]] = [
    ("a step before", {"a": to("b"), "b": READ}, []),
    ("a step after", {"b": {**READ, **to("a")}, "a": {}}, ["/steps/b/inputMappings/x"]),
    ("the step itself", {"a": READ}, ["/steps/a/inputMappings/x"]),
    ("the step itself, a round ago", {"a": {**READ, **to("a")}}, []),
    (
        "its own output in its transition",
        {"a": {"transitions": [way("$.steps_output.a.ok == true", "b")]}, "b": {}},
        [],
    ),
    ("another branch", {"f": fork(branch("a"), branch("b", "2")), "a": {}, "b": READ}, ["/steps/b/inputMappings/x"]),
    (
        "a step inside the fork before",
        {"f": fork(branch("a"), **to("b")), "a": {}, "b": READ},
        ["/steps/b/inputMappings/x"],
    ),
    ("a step before the fork", {"a": to("f"), "f": fork(branch("b")), "b": READ}, []),
    ("a step that keeps nothing", {"a": to("b", outputMappings={}), "b": READ}, ["/steps/b/inputMappings/x"]),
    (
        "a step that writes it by a mapping",
        {"s": to("b", outputMappings={"$.steps_output.a.total": "$.t"}), "b": READ},
        [],
    ),
    ("a step that writes all outputs", {"s": to("b", outputMappings={"$.steps_output": "$"}), "b": READ}, []),
    ("a step reached by a fallback", {"a": to("s"), "s": {"onError": {"fallbackStepInstanceId": "b"}}, "b": READ}, []),
    ("a bracketed name", {"b": {"inputMappings": {"x": "$['steps_output']['a']"}}}, []),
    ("a quoted name", {"b": {"inputMappings": {"x": "$.steps_output['a-b'].c"}}}, ["/steps/b/inputMappings/x"]),
    ("a template", {"b": {"literals": {"x": ["{{ steps_output.a.total }}"]}}}, ["/steps/b/literals/x/0"]),
    (
        "a condition",
        {"b": {"transitions": [way("$.steps_output.a.total > 1", "c")]}, "c": {}},
        ["/steps/b/transitions/0/condition"],
    ),
    ("a non-singular path", {"b": {"inputMappings": {"x": "$.steps_output.a[*].id"}}}, ["/steps/b/inputMappings/x"]),
]


@pytest.mark.parametrize(("name", "steps", "expected"), READS)
def test_an_output_that_nothing_before_writes_is_warned_of(name: str, steps: Steps, expected: list[str]) -> None:
    assert [path for code, path in found(flow(steps)) if code == "output_not_written"] == expected, name


def test_a_misspelt_output_is_told_what_it_may_mean() -> None:
    steps = {"fetch_order": to("b"), "b": {"inputMappings": {"x": "$.steps_output.fetch_oder"}}}
    assert [each.message for each in check(flow(steps))] == [
        "'$.steps_output.fetch_oder' reads the output 'fetch_oder', which no step before this one writes; "
        "did you mean 'fetch_order'?"
    ]


def test_start_points_are_starts_too() -> None:
    steps = {"s": {}, "mail": {"stepType": "EMAIL_START_POINT", **to("then")}, "then": {}}
    assert [code for code, _ in found(flow(steps))] == ["unknown_step_type"]


@pytest.mark.parametrize(
    ("own", "warned"),
    [
        ({}, True),
        ({"onError": {"retries": {"count": 0}}}, True),
        ({"onError": {"retries": {"count": 1}}}, False),
        ({"sideEffects": "none"}, False),
        ({"disabled": True}, False),
    ],
)
def test_effects_without_retries_are_warned_of(own: dict[str, Any], warned: bool) -> None:
    call = {"stepType": "API_CALL", "apiUrlTemplate": {"template": "https://example.com"}, **own}
    assert found(one(**call)) == ([("effects_without_retries", "/steps/s")] if warned else [])


def test_retries_by_default_are_retries() -> None:
    document = flow(
        {"s": {"stepType": "API_CALL", "apiUrlTemplate": {"template": "https://example.com"}}},
        defaultStepConfig={"onError": {"retries": {"count": 2}}},
    )
    assert found(document) == []


@pytest.mark.parametrize(
    "literals",
    [
        {"apiKey": "{{ flow_variables.key }}"},
        {"apiKey": "$.flow_variables.key"},
        {"maxOutputTokens": "1000"},
        {"tokenUrl": "https://example.com/token"},
        {"token": "ab"},
        {"note": "the Bearer of news"},
    ],
)
def test_what_is_no_secret_is_not_taken_for_one(literals: dict[str, str]) -> None:
    assert found(one(literals=literals)) == []


def test_steps_that_cannot_be_read_still_hold_the_flow_together() -> None:
    steps: Steps = {
        "a": to("b", position=5),
        "b": to("c", stepType=None),
        "c": {"transitions": "x", **to("d")},
        "d": {},
    }
    assert not [code for code, _ in found(flow(steps)) if code in ("unreachable_step", "unknown_step")]


def test_the_catalog_may_be_any_catalog() -> None:
    class Nothing:
        def find(self, step_type: str, module: str | None, /) -> None:
            return None

        def modules(self, step_type: str, /) -> list[str]:
            return []

    assert [each.code for each in validate(one(), catalog=Nothing())] == ["unknown_step_type"]
    assert validate(one(), catalog=CATALOG) == []
