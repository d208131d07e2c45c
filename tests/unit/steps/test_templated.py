from __future__ import annotations

from typing import Any

import pytest
from pydantic import StrictBool, TypeAdapter, ValidationError

from flows.definition.fields import StrictInt
from flows.steps.templated import FlagTemplate, NumberTemplate

NUMBER: TypeAdapter[Any] = TypeAdapter(StrictInt | NumberTemplate)
FLAG: TypeAdapter[Any] = TypeAdapter(StrictBool | FlagTemplate)


@pytest.mark.parametrize("value", [5, "5", " 5 ", "{{ n }}", "{% if a %}1{% endif %}", "$.n"])
def test_a_number_may_be_written_as_digits_or_a_template(value: Any) -> None:
    assert NUMBER.validate_python(value) == value


@pytest.mark.parametrize("value", ["", "five", "1.5", "-1", "1e3", "٣", True, 1.5, None, [], {}])
def test_what_can_never_give_a_number_is_refused_before_it_runs(value: Any) -> None:
    with pytest.raises(ValidationError):
        NUMBER.validate_python(value)


@pytest.mark.parametrize("value", [True, False, "true", " False", "{{ f }}", "$.f"])
def test_a_flag_may_be_written_as_a_word_or_a_template(value: Any) -> None:
    assert FLAG.validate_python(value) == value


@pytest.mark.parametrize("value", ["", "maybe", "yes", 1, 2, [], None])
def test_what_can_never_give_a_flag_is_refused_before_it_runs(value: Any) -> None:
    with pytest.raises(ValidationError):
        FLAG.validate_python(value)
