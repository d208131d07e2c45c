"""What expressions read, and whether a place is among it."""

from __future__ import annotations

from typing import Any

import pytest

from executions.lineage_paths import (
    condition_reads,
    context_events,
    event_reads,
    local_names,
    path_reads,
    place_of,
    related,
    template_reads,
)
from flows.definition.expression_error import ExpressionError


def texts(reads: Any) -> list[str]:
    return [read.text for read in reads]


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("$.order.total", ["$.order.total"]),
        ("$.", ["$"]),
        ("$.lines[*].id", ["$.lines[*].id"]),
        ("$.lines[-1]", ["$.lines[*]"]),
        ("$.lines[1:3]", ["$.lines[*]"]),
        ("$.lines[?@.n > $.limit.most].id", ["$.lines[*].id", "$.limit.most"]),
        ("$.a..id", ["$.a.."]),
        ("$['a key'].b", ["$['a key'].b"]),
        ("no path", []),
    ],
)
def test_a_path_reads_itself_and_the_absolute_paths_in_its_filters(path: str, expected: list[str]) -> None:
    assert texts(path_reads(path)) == expected


def test_a_condition_reads_every_path_in_it_but_not_those_of_the_current_node() -> None:
    condition = "$.a.b > 1 && !($.list[?@.x == $.key].y) || count($..q) < length($.text)"
    assert texts(condition_reads(condition)) == ["$.a.b", "$.list[*].y", "$.key", "$..", "$.text"]
    assert condition_reads("&&") == ()


def test_a_template_reads_its_variables_but_not_those_it_defines_itself() -> None:
    template = "{{ a.b[0].c }}{% for x in items %}{{ x.id }}{{ d[key] }}{% endfor %}{% assign z = e %}{{ z }}"
    assert sorted(texts(template_reads(template))) == ["$.a.b[0].c", "$.d[*]", "$.e", "$.items", "$.key"]
    assert texts(template_reads("$.a.b")) == ["$.a.b"]
    assert (template_reads("plain"), template_reads("{{ open")) == ((), ())


@pytest.mark.parametrize(
    ("path", "place", "touched"),
    [
        ("$.a.b", ("a", "b"), True),
        ("$.a", ("a", "b", 0), True),
        ("$.a.b.c", ("a", "b"), True),
        ("$.a.x", ("a", "b"), False),
        ("$.l[*].id", ("l", 3, "id"), True),
        ("$.l[*].id", ("l", 3, "name"), False),
        ("$.l[0]", ("l", 1), False),
        ("$..id", ("anything",), True),
        ("$.a..id", ("b",), False),
        ("$", ("b",), True),
    ],
)
def test_a_read_touches_what_it_holds_and_what_holds_it(path: str, place: tuple[Any, ...], touched: bool) -> None:
    assert path_reads(path)[0].touches(place) is touched


def test_places_are_related_when_one_lies_in_the_other() -> None:
    assert related(("a",), ("a", "b"))
    assert related(("a", "b"), ())
    assert not related(("a", 1), ("a", 2))


def test_a_place_is_a_path_to_one_value() -> None:
    assert place_of("$.a['b c'][0]") == ("a", "b c", 0)
    assert place_of("$") == ()
    for text in ("$.a[*]", "$..a", "a"):
        with pytest.raises(ExpressionError):
            place_of(text)


def event(kind: str, target: str, expression: str, **more: Any) -> dict[str, Any]:
    return {"kind": kind, "target": target, "expression": expression, "status": "SUCCESS", "preview": "", **more}


def test_a_template_does_not_read_what_the_steps_input_lays_over_the_context() -> None:
    events = [event("INPUT", "order.id", "$.id"), event("TEMPLATE", "url", "{{ order.id }}/{{ base }}")]
    local = local_names(events)
    assert local == {"order"}
    assert [texts(event_reads(each, local)) for each in events] == [["$.id"], ["$.base"]]


def test_values_that_a_step_names_for_its_templates_are_local_too() -> None:
    events = [
        event("INPUT", "templateContextMappings.who", "$.person"),
        event("TEMPLATE", "directPrompt", "Hi {{ who }}"),
    ]
    assert texts(event_reads(events[1], local_names(events))) == []


def test_a_template_over_the_items_of_a_named_value_reads_no_more_than_that() -> None:
    named = event("INPUT", "templateContextMappings.rows", "$.rows")
    of_items = event("TEMPLATE", "templateContextMappings.rows", "{{ item.name }}")
    output = event("OUTPUT", "$.x", "$.y")
    assert context_events([named, of_items, output]) == [named]


def test_a_condition_on_a_document_of_its_own_reads_nothing_of_the_context() -> None:
    asked = event("CONDITION", "exitConditions.successCondition", "$.done == true")
    taken = event("CONDITION", "next", "$.done == true", operands=[])
    assert (event_reads(asked, frozenset()), texts(event_reads(taken, frozenset()))) == ((), ["$.done"])


def test_a_literal_without_markup_reads_nothing() -> None:
    assert event_reads(event("LITERAL", "a", '{"b":{"c":1}}'), frozenset()) == ()
    assert texts(event_reads(event("LITERAL", "a", "$.b"), frozenset({"b"}))) == ["$.b"]
