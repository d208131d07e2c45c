"""Where a read ends: the segment, what is there, and what of it can be named as a place."""

from __future__ import annotations

from typing import Any

import pytest

from executions.why_empty import failure_of, reads_of, value_at
from flows.definition.expression_error import ExpressionError
from flows.definition.mapping_event import EventKind
from flows.definition.scope import MISSING, Lazy, Scope

ROOT: dict[str, Any] = {
    "order": {"total": 5, "lines": [{"id": 1}, {"id": 2, "note": "x"}], "none": None, "empty": []},
    "big": Lazy(sha256="s", bytes=9, load=lambda _: {"inner": 1}),
}
SCOPE = Scope(ROOT, {"currentItem": {"name": "Ann"}})


def ended(expression: str, kind: EventKind = EventKind.INPUT) -> tuple[str, str, tuple[Any, ...]] | None:
    found = failure_of(reads_of(kind, expression), SCOPE)
    return None if found is None else (found[1].prefix, found[1].segment, found[1].place)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("$.order.total", None),
        ("$.order.lines[*].note", None),
        ("$.order.none", None),
        ("$.big.inner", None),
        ("$.currentItem.name", None),
        ("$..id", None),
        ("$.ordr.total", ("$", ".ordr", ("ordr",))),
        ("$.order.total.net", ("$.order.total", ".net", ("order", "total", "net"))),
        ("$.order.lines[2].id", ("$.order.lines", "[2]", ("order", "lines", 2))),
        ("$.order.none.x", ("$.order.none", ".x", ("order", "none", "x"))),
        ("$.big.other", ("$.big", ".other", ("big", "other"))),
        ("$.currentItem.nme", ("$.currentItem", ".nme", ("currentItem", "nme"))),
        ("$.order.lines[*].nme", ("$.order.lines[*]", ".nme", ("order", "lines"))),
        ("$.order.empty[*].x", ("$.order.empty", "[*]", ("order", "empty"))),
        ("$.order.lines[?@.id > 9]", ("$.order.lines", "[?@.id > 9]", ("order", "lines"))),
        ("$.order.lines[?@.id > $.limit].id", ("$.order.lines", "[?@.id > $.limit].id", ("order", "lines"))),
    ],
)
def test_a_path_ends_at_the_first_segment_that_leads_nowhere(path: str, expected: Any) -> None:
    assert ended(path) == expected


def test_a_condition_ends_at_its_first_path_that_is_missing() -> None:
    assert ended("$.order.total > 1 && count($.order.lines[*].id) == 2", EventKind.CONDITION) is None
    assert ended("$.order.total > 1 || $.no.such", EventKind.CONDITION) == ("$", ".no", ("no",))


def test_a_template_ends_at_its_first_variable_that_is_missing() -> None:
    assert ended("{{ order.total }}", EventKind.TEMPLATE) is None
    assert ended("{{ order.totl }}", EventKind.LITERAL) == ("$.order", ".totl", ("order", "totl"))


def test_a_document_of_its_own_is_asked_without_the_context() -> None:
    found = failure_of(reads_of(EventKind.OUTPUT, "$.order"), {"data": 1})
    assert found is not None
    assert (found[1].keys_there, found[1].nearest) == (("data",), None)
    assert failure_of(reads_of(EventKind.OUTPUT, "$.data"), {"data": None}) is None


def test_what_a_read_finds_is_its_value_or_the_list_of_all() -> None:
    assert value_at(reads_of(EventKind.INPUT, "$.order.total")[0], SCOPE) == 5
    assert value_at(reads_of(EventKind.INPUT, "$.order.lines[*].id")[0], SCOPE) == [1, 2]
    assert value_at(reads_of(EventKind.INPUT, "$.order.lines[*].no")[0], SCOPE) is MISSING
    assert value_at(reads_of(EventKind.TEMPLATE, "{{ order.total }}")[0], SCOPE) == 5


@pytest.mark.parametrize(
    ("kind", "expression"),
    [(EventKind.INPUT, "$.a["), (EventKind.CONDITION, "&&"), (EventKind.TEMPLATE, "{{ a"), (EventKind.LITERAL, "$.a[")],
)
def test_what_is_no_expression_is_refused(kind: EventKind, expression: str) -> None:
    with pytest.raises(ExpressionError):
        reads_of(kind, expression)
