"""Mapping a context to a step's input, and a step's output to the context."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.definition.context import apply_changes
from flows.definition.errors import MappingError, PermanentStepError
from flows.definition.jsonpath import ExpressionError
from flows.definition.mapping import compile_inputs, compile_outputs
from flows.definition.scope import Lazy, Scope

CONTEXT: dict[str, Any] = {
    "order": {"id": 7, "total": 12.5, "lines": [{"sku": "a"}, {"sku": "b"}]},
    "steps_output": {"before": {"x": 1}},
    "flow_variables": {"limit": 5},
}
SCOPE = Scope(CONTEXT, {"execution": {"id": "e1"}, "initialContextData": {"order": {"id": 7}}})


@dataclass(frozen=True)
class Source:
    """What the definition's model gives for `{"path", "required"}`."""

    path: str
    required: bool = False


def built(mappings: dict[str, Any], literals: dict[str, Any] | None = None) -> dict[str, Any]:
    return compile_inputs(mappings, literals or {}).build(SCOPE).input


@pytest.mark.parametrize(
    ("mappings", "mapped"),
    [
        ({}, {}),
        ({"id": "$.order.id"}, {"id": 7}),
        ({"all": "$."}, {"all": CONTEXT}),
        ({"a.b": "$.order.id", "a.c[1]": "$.order.total"}, {"a": {"b": 7, "c": [None, 12.5]}}),
        ({"array[0]": "$.order.id", "array[1]": "$.order.total"}, {"array": [7, 12.5]}),
        ({"skus": "$.order.lines[*].sku"}, {"skus": ["a", "b"]}),
        ({"none": "$.order.lines[?@.sku == 'z']"}, {"none": []}),
        ({"missing": "$.order.nope", "id": "$.order.id"}, {"id": 7}),
        ({"run": "$.execution.id", "first": "$.initialContextData.order.id"}, {"run": "e1", "first": 7}),
        ({"o": "$.order", "o.id": "$.flow_variables.limit"}, {"o": {**CONTEXT["order"], "id": 5}}),
        ({"$.a.b": {"path": "$.order.id"}}, {"a": {"b": 7}}),
        ({"a": Source("$.order.id", required=True)}, {"a": 7}),
    ],
)
def test_inputs_are_mapped_in_the_order_written(mappings: dict[str, Any], mapped: dict[str, Any]) -> None:
    assert built(mappings) == mapped


def test_mapping_never_changes_the_context() -> None:
    built({"o": "$.order", "o.id": "$.flow_variables.limit"}, {"o.lines[0].sku": "z"})
    assert CONTEXT["order"] == {"id": 7, "total": 12.5, "lines": [{"sku": "a"}, {"sku": "b"}]}


@pytest.mark.parametrize(
    ("literals", "mapped"),
    [
        ({"x": {"y": [1, None]}}, {"id": 7, "x": {"y": [1, None]}}),
        ({"id": "over"}, {"id": "over"}),
        ({"text": "{{ id }} of {{ order.total }}"}, {"id": 7, "text": "7 of 12.5"}),
        ({"total": "$.order.total"}, {"id": 7, "total": 12.5}),
        ({"gone": "$.nope"}, {"id": 7}),
        ({"a": "1", "b": "{{ a }}{{ a }}"}, {"id": 7, "a": "1", "b": "11"}),
        ({"deep.list[1]": "$$x"}, {"id": 7, "deep": {"list": [None, "$x"]}}),
    ],
)
def test_literals_are_laid_over_and_see_the_mapped_input(literals: dict[str, Any], mapped: dict[str, Any]) -> None:
    assert built({"id": "$.order.id"}, literals) == mapped


def test_every_mapping_and_literal_records_an_event() -> None:
    plan = compile_inputs(
        {"id": "$.order.id", "skus": "$.order.lines[?@.sku == 'z']", "gone": "$.order.totl"},
        {"constant": {"x": 1}, "text": "{{ id }}"},
    )
    mapped = plan.build(SCOPE)
    assert mapped.warnings == 1
    assert mapped.events == [
        {"kind": "INPUT", "target": "id", "expression": "$.order.id", "status": "SUCCESS", "preview": "7"},
        {
            "kind": "INPUT",
            "target": "skus",
            "expression": "$.order.lines[?@.sku == 'z']",
            "status": "SUCCESS",
            "preview": "[]",
            "reason": "matched nothing",
        },
        {
            "kind": "INPUT",
            "target": "gone",
            "expression": "$.order.totl",
            "status": "WARN",
            "preview": "",
            "reason": '$.order has no "totl"; it has "id", "total", "lines". Did you mean "total"?',
        },
        {
            "kind": "LITERAL",
            "target": "constant",
            "expression": '{"x":1}',
            "status": "SUCCESS",
            "preview": '{"x":1}',
        },
        {"kind": "LITERAL", "target": "text", "expression": "{{ id }}", "status": "SUCCESS", "preview": '"7"'},
    ]


def test_warnings_of_literals_are_counted() -> None:
    mapped = compile_inputs({"a": "$.nope"}, {"b": "$.nope", "c": {"d": "$.nope"}}).build(SCOPE)
    assert mapped.input == {"c": {}}
    assert mapped.warnings == 3


@pytest.mark.parametrize("path", ["$.order.nope", "$.order.lines[?@.sku == 'z']", "$.order.nope[*]"])
def test_a_required_path_that_finds_nothing_is_an_error_with_the_events_so_far(path: str) -> None:
    plan = compile_inputs({"id": "$.order.id", "needed": {"path": path, "required": True}}, {})
    with pytest.raises(MappingError) as refused:
        plan.build(SCOPE)
    error: Any = refused.value
    assert error.code == "required_path_missing"
    assert error.details["target"] == "needed"
    assert error.details["path"] == path
    assert path in error.message
    assert [(event["target"], event["status"]) for event in error.events] == [("id", "SUCCESS"), ("needed", "ERROR")]
    assert error.events[-1]["reason"] == error.message


def test_a_required_null_is_found() -> None:
    plan = compile_inputs({"a": {"path": "$.a", "required": True}}, {})
    assert plan.build(Scope({"a": None}, {})).input == {"a": None}


@pytest.mark.parametrize(
    ("mappings", "literals", "code"),
    [
        ({"a": "$.order.id", "a.b": "$.order.id"}, {}, "target_conflict"),
        ({"a": "$.order.id"}, {"a[0]": 1}, "target_conflict"),
        ({"[0]": "$.order.id"}, {}, "target_conflict"),
        ({"a": "$.order.id"}, {"b": "{{ nope }}"}, "undefined_variable"),
        ({"a": "$.order.id"}, {"b": ["{% for i in (1..99999999) %}{% endfor %}"]}, "template_limit"),
    ],
)
def test_a_failing_mapping_ends_its_events_with_one_error(
    mappings: dict[str, Any], literals: dict[str, Any], code: str
) -> None:
    with pytest.raises(PermanentStepError) as refused:
        compile_inputs(mappings, literals).build(SCOPE)
    error: Any = refused.value
    assert error.code == code
    assert [event["status"] for event in error.events].count("ERROR") == 1
    assert error.events[-1]["status"] == "ERROR"
    assert error.events[-1]["reason"] == error.message


def test_a_large_value_is_mapped_without_loading_it() -> None:
    loads: list[str] = []
    leaf = Lazy(sha256="f00", bytes=70_000, load=loads.append)
    mapped = compile_inputs({"big": "$.big", "all": "$"}, {}).build(Scope({"big": leaf}, {}))
    assert mapped.input["big"] is leaf
    assert mapped.events[0]["preview"] == "<70000 bytes>"
    assert loads == []


def test_previews_are_masked() -> None:
    plan = compile_inputs({"a": "$.secret"}, {"b": "x {{ a }}", "c": "hunter2"})
    events = plan.build(Scope({"secret": "hunter2"}, {}), lambda text: text.replace("hunter2", "***")).events
    assert [event["preview"] for event in events] == ['"***"', '"x ***"', '"***"']
    assert "hunter2" not in str(events)


def test_by_default_the_whole_output_is_kept_under_the_steps_id() -> None:
    applied = compile_outputs("fetch-it", None).apply(CONTEXT, {"status": 200})
    assert applied.root == {**CONTEXT, "steps_output": {"before": {"x": 1}, "fetch-it": {"status": 200}}}
    assert applied.changes == [[["steps_output", "fetch-it"], 1, []]]
    assert (applied.added, applied.changed, applied.removed, applied.warnings) == (1, 0, 0, 0)
    assert applied.events[0]["target"] == "$.steps_output.fetch-it"


def test_no_output_mappings_keep_nothing() -> None:
    applied = compile_outputs("s", {}).apply(CONTEXT, {"status": 200})
    assert applied.root is CONTEXT
    assert (applied.changes, applied.events, applied.added, applied.changed) == ([], [], 0, 0)


OUTPUT = {"data": {"items": [1, 2]}, "nothing": None}


@pytest.mark.parametrize(
    ("target", "source", "change", "existed"),
    [
        ("$.result", "$.data.items", [["result"], 1, ["data", "items"]], False),
        ("$.result", "$.", [["result"], 1, []], False),
        ("$.order.id", "$.data.items[-1]", [["order", "id"], 1, ["data", "items", -1]], True),
        ("$.result", "$.nothing", [["result"], 1, ["nothing"]], False),
        ("$.result.list[1]", "$.data.items[*]", [["result", "list", 1], 0, [1, 2]], False),
        ("$.flow_variables.limit", "$.data.items[0]", [["flow_variables", "limit"], 1, ["data", "items", 0]], True),
        ("$.order.lines[0].sku", "$.data", [["order", "lines", 0, "sku"], 1, ["data"]], True),
    ],
)
def test_a_change_names_what_lies_in_the_output_and_holds_what_does_not(
    target: str, source: str, change: list[Any], existed: bool
) -> None:
    applied = compile_outputs("s", {target: source}).apply(CONTEXT, OUTPUT)
    assert applied.changes == [change]
    assert (applied.added, applied.changed) == ((0, 1) if existed else (1, 0))
    assert apply_changes(CONTEXT, applied.changes, OUTPUT) == applied.root


def test_a_source_that_is_not_in_the_output_is_a_warning() -> None:
    applied = compile_outputs("s", {"$.a": "$.dta.items", "$.b": "$.nothing"}).apply(CONTEXT, OUTPUT)
    assert applied.warnings == 1
    assert applied.changes == [[["b"], 1, ["nothing"]]]
    assert applied.events[0]["reason"] == '$ has no "dta"; it has "data", "nothing". Did you mean "data"?'
    assert "a" not in applied.root


@pytest.mark.parametrize("output", [None, 5, "text", [1]])
def test_an_output_may_be_any_json(output: Any) -> None:
    applied = compile_outputs("s", {"$.all": "$", "$.part": "$.part"}).apply({}, output)
    assert applied.root == {"all": output}
    assert applied.warnings == 1


@pytest.mark.parametrize(
    ("mapping", "code"),
    [
        ({"$.a": "$.nothing", "$.b": {"path": "$.nope", "required": True}}, "required_path_missing"),
        ({"$.a": "$.nothing", "$.b": {"path": "$.nope[*]", "required": True}}, "required_path_missing"),
        ({"$.a": "$.nothing", "$.order.id.x": "$.data"}, "target_conflict"),
    ],
)
def test_a_failing_output_mapping_leaves_the_context_alone(mapping: dict[str, Any], code: str) -> None:
    with pytest.raises(MappingError) as refused:
        compile_outputs("s", mapping).apply(CONTEXT, OUTPUT)
    error: Any = refused.value
    assert error.code == code
    assert [event["status"] for event in error.events] == ["SUCCESS", "ERROR"]
    assert "a" not in CONTEXT


@pytest.mark.parametrize(
    ("target", "source"), [("a[*]", "$.x"), ("a", "x"), ("$", "$.x"), ("a", "$.x["), ("", "$.x"), ("a", "")]
)
def test_mappings_that_cannot_be_read_are_refused(target: str, source: str) -> None:
    with pytest.raises(ExpressionError):
        compile_inputs({target: source}, {})
    with pytest.raises(ExpressionError):
        compile_outputs("s", {f"$.{target}" if target not in ("", "$") else target: source})


TARGETS = st.sampled_from(["$.a", "$.a.b", "$.a[1]", "$.b.c[0]", "$.steps_output.s", "$.b"])
SOURCES = st.sampled_from(["$", "$.x", "$.y[0]", "$.y[*]", "$..x", "$.nope"])
JSON = st.fixed_dictionaries(
    {"x": st.integers() | st.none(), "y": st.lists(st.dictionaries(st.just("x"), st.integers()))}
)


@given(st.dictionaries(TARGETS, SOURCES, max_size=4), JSON)
def test_replaying_the_changes_gives_the_same_context(mapping: dict[str, str], output: Any) -> None:
    root: dict[str, Any] = {"b": {"c": [5]}, "steps_output": {}}
    try:
        applied = compile_outputs("s", mapping).apply(root, output)
    except MappingError:
        return
    assert apply_changes(root, applied.changes, output) == applied.root
    assert applied.added + applied.changed == len(applied.changes)
    assert len(applied.events) == len(mapping)
