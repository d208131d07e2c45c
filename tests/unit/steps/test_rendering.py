from __future__ import annotations

from typing import Any

import pytest

from flows.definition.errors import MappingError, PermanentStepError
from flows.steps.rendering import as_text, flag, required_text, text, whole_number
from tests.unit.steps.context import Context

CTX = Context(root={"n": 7, "t": "x", "list": [1, "a"], "yes": True, "nothing": None, "template": "{{ n }}"})


@pytest.mark.parametrize(
    ("value", "printed"),
    [("a", "a"), (None, ""), (True, "true"), (1.5, "1.5"), ([1, {"é": None}], '[1,{"é":null}]')],
)
def test_values_print_as_templates_print_them(value: Any, printed: str) -> None:
    assert as_text(value) == printed


@pytest.mark.parametrize(
    ("template", "wanted"),
    [
        ("plain", "plain"),
        ("{{ t }}-{{ n }}", "x-7"),
        ("$.n", "7"),
        ("$.list", '[1,"a"]'),
        ("$.missing", ""),
        ("$.nothing", ""),
        ("$$5", "$5"),
        ("$.template", "{{ n }}"),
        ("{{ template }}", "{{ n }}"),
    ],
)
def test_a_template_or_a_whole_path_gives_text_that_is_not_rendered_again(template: str, wanted: str) -> None:
    assert text(CTX, template, target="f") == wanted


def test_names_are_laid_over_the_context() -> None:
    assert text(CTX, "{{ t }} {{ n }}", target="f", names={"t": "mine"}) == "mine 7"


def test_an_undefined_variable_is_named() -> None:
    with pytest.raises(MappingError, match="nope"):
        text(CTX, "{{ nope }}", target="f")


def test_a_required_text_is_stripped_and_may_not_be_empty() -> None:
    assert required_text(CTX, " {{ t }} ", target="f", code="empty_f") == "x"
    with pytest.raises(PermanentStepError) as caught:
        required_text(CTX, "$.missing", target="f", code="empty_f")
    assert (caught.value.code, caught.value.message) == ("empty_f", "f is empty: '$.missing' must give a text.")


@pytest.mark.parametrize(("value", "wanted"), [(None, None), (5, 5), ("{{ n }}", 7), ("$.n", 7), (" 9 ", 9)])
def test_whole_numbers_are_read(value: Any, wanted: int | None) -> None:
    assert whole_number(CTX, value, target="f", low=1, high=9) == wanted


@pytest.mark.parametrize("value", [0, 10, "{{ t }}", "$.missing", "1.0", "--1", "-", "٣", "9" * 5000])
def test_a_number_outside_its_range_or_no_number_names_its_field(value: Any) -> None:
    with pytest.raises(PermanentStepError) as caught:
        whole_number(CTX, value, target="limits.f", low=1, high=9)
    assert (caught.value.code, caught.value.details) == ("invalid_config", {"field": "limits.f"})


@pytest.mark.parametrize(
    ("value", "wanted"), [(True, True), (False, False), ("$.yes", True), ("{{ yes }}", True), (" FALSE ", False)]
)
def test_flags_are_read(value: Any, wanted: bool) -> None:
    assert flag(CTX, value, target="f") is wanted


@pytest.mark.parametrize("value", ["", "1", "yes", "$.n"])
def test_what_is_no_flag_names_its_field(value: str) -> None:
    with pytest.raises(PermanentStepError, match="f must give true or false"):
        flag(CTX, value, target="f")
