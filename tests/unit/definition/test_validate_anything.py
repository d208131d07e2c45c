"""Validation takes any JSON: it never raises, is quick, and its shortcuts agree with the parsers."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from flows.definition.conditions import compile_condition
from flows.definition.jsonpath import compile_path, compile_target
from flows.definition.model import FlowDefinition
from flows.definition.problems import Problem, has_errors
from flows.definition.rules_plain import plain
from flows.definition.templates import compile_template
from tests.unit.definition.flows import branch, check, flow, fork, way
from tests.unit.definition.strategies import broken_definitions, definitions, json_values, quick
from tests.work import at_most


def assert_sound(document: Any, problems: list[Problem]) -> None:
    """Problems are JSON whose paths begin with a key of the document, or are those of a missing one."""
    assert json.loads(json.dumps([each.to_json() for each in problems])) is not None
    assert all(each.path == "" or each.path.startswith("/") for each in problems)
    assert not any("{" in each.code for each in problems)


@quick
@given(json_values)
def test_any_json_gives_problems_and_never_raises(document: Any) -> None:
    problems = check(document, publishing=True)
    assert_sound(document, problems)
    assert has_errors(problems)


@quick
@given(broken_definitions())
@example({"steps": {"s": {"parallelBranches": [{"branchId": []}], "stepType": "PARALLEL_FORK_MANAGER"}}})
@example({"steps": {"s": {"stepType": [], "moduleIdentifier": {}}}, "defaultStepConfig": {"onError": 5}})
@example({"steps": {"": {}}, "groups": [{"id": "g", "stepInstanceIds": [[]]}], "startStepInstanceId": ""})
def test_any_broken_definition_gives_problems_and_never_raises(document: dict[str, Any]) -> None:
    assert_sound(document, check(document, publishing=True))


@quick
@given(definitions())
def test_what_the_model_takes_has_no_field_problems_but_those_of_step_types(document: dict[str, Any]) -> None:
    FlowDefinition.parse(document)
    flow_level = [each for each in check(document) if not each.path.startswith("/steps/")]
    assert not [each.code for each in flow_level if each.code in ("missing_field", "unknown_field", "invalid_value")]


@quick
@given(definitions())
def test_validation_changes_nothing(document: dict[str, Any]) -> None:
    before = json.dumps(document)
    check(document)
    assert json.dumps(document) == before


PARSERS: dict[str, Callable[[str], object]] = {
    "path": compile_path,
    "target": lambda text: compile_target(text, relative=False),
    "target-relative": lambda text: compile_target(text, relative=True),
    "condition": compile_condition,
    "template": compile_template,
}
ALPHABETS = {
    "path": "$.ab_0[]'1- ",
    "target": "$.ab_0[]'1errox",
    "target-relative": "$.ab_0[]'1",
    "condition": "$.ab0[]'\"=<>!&|() ,1-",
    "template": "{}%|. ab0'orif",
}


@quick
@given(
    st.sampled_from(list(PARSERS)).flatmap(lambda kind: st.tuples(st.just(kind), st.text(ALPHABETS[kind], max_size=20)))
)
@example(("condition", "!is_empty($.a)  &&  length($.b['c d']) >= 2 || contains($.t, \"x\") && $.a == $.b"))
@example(("condition", "count($.a) == -0.5 && $.b != null"))
@example(("template", "a {{ order.id }} b {{x}}{{ steps_output.a.b }}"))
@example(("path", "$['a b'].c[0][99999]"))
@example(("target", "$.steps_output['x y'][3]"))
@example(("target-relative", "order['x'].lines[2]"))
def test_what_is_taken_for_plain_is_taken_by_its_parser(given_text: tuple[str, str]) -> None:
    kind, text = given_text
    if plain(kind, text):
        PARSERS[kind](text)


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("path", "$.order.items[0].sku"),
        ("target", "$.steps_output.x"),
        ("target-relative", "order.total"),
        ("condition", "$.order.total > 100 && !$.customer.blocked"),
        ("condition", "length($.items) == 0 || contains($.tags, 'vip')"),
        ("template", "Dear {{ customer.name }}, order {{order.id}} is on its way."),
    ],
)
def test_common_expressions_are_plain(kind: str, text: str) -> None:
    assert plain(kind, text)


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("path", "order.total"),
        ("path", "$.a b"),
        ("target", "$"),
        ("target", "$.execution.id"),
        ("condition", "$.a = 5"),
        ("condition", "true"),
        ("template", "{{ and }}"),
        ("template", "{% if a %}"),
        ("path", "$" + ".a" * 400),
    ],
)
def test_what_needs_a_parser_is_not_plain(kind: str, text: str) -> None:
    assert not plain(kind, text)


def nested(depth: int) -> dict[str, Any]:
    value: dict[str, Any] = {}
    for _ in range(depth):
        value = {"a": value}
    return value


def two_thousand(**step: Any) -> dict[str, Any]:
    return flow({f"s{n}": {k: v(n) if callable(v) else v for k, v in step.items()} for n in range(2000)})


HOSTILE: dict[str, Any] = {
    "2,001 steps": flow({f"s{n}": {} for n in range(2001)}),
    "nested 3,000 deep": {"steps": nested(3000)},
    "2,000 steps with ten conditions each": two_thousand(
        transitions=lambda n: [way(f"$.a{n} > {k}", f"s{(n * 7 + k) % 2000}") for k in range(10)]
    ),
    "2,000 steps with hard conditions": two_thousand(
        transitions=lambda n: [way(f"match($.a{n}, 'x{k}.*') || $.b[?@.c == {k}]", f"s{n}") for k in range(4)]
    ),
    "conditions of 500 characters": two_thousand(transitions=lambda n: [way(f"$.a{n}" + " && !($.b)" * 45)]),
    "templates with tags": two_thousand(
        literals=lambda n: {f"a{k}": f"{{% if b{n}{k} %}}x{{% endif %}}" for k in range(15)}
    ),
    "100,000 unknown fields": {f"k{n}": n for n in range(100_000)},
    "100,000 unknown fields of a step": flow({"s": {f"k{n}": n for n in range(100_000)}}),
    "40,000 empty transitions": flow({"s": {"transitions": [{}] * 40_000}}),
    "150,000 texts": flow({"s": {"literals": {"password": ["hunter22"] * 150_000}}}),
    "20,000 unknown targets": two_thousand(transitions=lambda n: [way("$.a", f"nowhere{n}{k}") for k in range(10)]),
    "20,000 unwritten outputs": two_thousand(
        inputMappings=lambda n: {f"a{k}": f"$.steps_output.x{n}{k}" for k in range(10)}
    ),
    "2,000 nested forks": flow({f"s{n}": fork(branch(f"s{n + 1}")) for n in range(2000)}),
    "2,000 forks into the main path": flow(
        {f"s{n}": fork(branch("s0"), defaultNextStepInstanceId=f"s{n + 1}") for n in range(2000)}
    ),
    "3,000 costly patterns": flow(
        {"s": {}}, inputSchema={"properties": {f"p{n}": {"pattern": f"(a{{1,50}}){{1,50}}{n}"} for n in range(3000)}}
    ),
    "a template of a megabyte": flow({"s": {"literals": {"a": "{{ a }}{% if b %}" * 60_000}}}),
}


MANY = 5_000_000
"""Function calls: a few hundred for each step, field or text of the largest of these."""


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_definitions_are_refused_without_exploding_work(name: str) -> None:
    with at_most(calls=MANY):
        problems = check(HOSTILE[name])
    assert len(problems) <= 501


def test_two_thousand_ordinary_steps_have_no_problems_and_cost_a_few_calls_each() -> None:
    document = flow(
        {
            f"s{n}": {
                "stepType": "DATA_TRANSFORMATION",
                "moduleIdentifier": "system/compose-object-from-input",
                "inputMappings": {"before": f"$.steps_output.s{n - 1}.x" if n else "$.x", "b": "$.b"},
                "literals": {"text": "{{ before }} of {{ b }}"},
                "transitions": [way(f"$.count > {n}", f"s{n // 2}")],
                **({"defaultNextStepInstanceId": f"s{n + 1}"} if n < 1999 else {}),
            }
            for n in range(2000)
        }
    )
    with at_most(calls=2000 * 1000):
        problems = check(document)
    assert problems == []


@pytest.mark.parametrize(
    "document",
    [
        {"steps": {"s": {"literals": {"a": "\ud800"}}}},
        {"steps": {}, "x": float("inf")},
        {"steps": {}, "x": {1, 2}},
    ],
)
def test_what_json_cannot_say_is_refused(document: dict[str, Any]) -> None:
    assert [each.code for each in check(document)] == ["document_not_json"]


def test_too_many_hard_expressions_are_an_error_and_not_a_long_wait() -> None:
    assert "too_many_expressions" in {each.code for each in check(HOSTILE["3,000 costly patterns"])}
