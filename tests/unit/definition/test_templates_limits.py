"""Hostile templates: refused at once, whatever they multiply."""

from __future__ import annotations

from typing import Any

import pytest

from flows.definition.errors import MappingError, PermanentStepError
from flows.definition.jsonpath import ExpressionError
from flows.definition.templates import compile_template

NAMES: dict[str, Any] = {
    "big": "a" * 900_000,
    "list": list(range(1000)),
    "object": {"text": "x" * 100_000},
    "n": 10**10,
    "small": 1,
}


def doubled(filter_text: str, *, start: str, times: int = 40) -> str:
    return f"{{% assign x = {start} %}}" + f"{{% assign x = x | {filter_text} %}}" * times


def loop(body: str, count: int = 50_000) -> str:
    return f"{{% for i in (1..{count}) %}}{body}{{% endfor %}}"


@pytest.mark.parametrize(
    "text",
    [
        loop("x", 10**10),
        "{% for i in (1..9999999999) reversed %}x{% endfor %}",
        "{% for i in (1..n) %}x{% endfor %}",
        loop(loop(loop("x", 2000), 2000), 2000),
        loop("x", 30_000) + loop("x", 30_000),
        "{% for a in list %}{% for b in list %}x{% endfor %}{% endfor %}",
        "{{ (1..9999999999) | join }}",
        "{{ (1..9999999999) | size }}",
        "{% if (1..9999999999) contains 'x' %}{% endif %}",
        "{% assign r = (1..9999999999) %}{{ r | reverse }}",
        doubled("append: x", start="'xxxxxxxxxxxxxxxx'"),
        doubled("prepend: x", start="'xxxxxxxxxxxxxxxx'"),
        doubled("replace: 'a', x", start="'" + "a" * 32 + "'", times=10),
        doubled("times: x", start="9999999999"),
        doubled("concat: x", start="big | split: 'none'"),
        "{{ big | replace: 'a', big }}",
        "{{ big | split: '' }}",
        "{{ list | join: big }}",
        "{{ big }}{{ big }}",
        "{% capture x %}{{ big }}{{ big }}{% endcapture %}",
        "".join(f"{{% assign x{index} = big | append: {index} %}}" for index in range(6)),
        "".join(f"{{% assign x{index} = 1 %}}" for index in range(1001)),
        loop("{% if big contains 'zzz' %}{% endif %}"),
        loop("{% capture x %}{{ big }}{% endcapture %}"),
        loop("{{ big | upcase | size }}"),
        loop("{% assign x = object | json | size %}"),
        loop("{{ object }}"),
        loop("{{ list | sort | first }}"),
        "{{ '1e308' | times: 10 | ceil }}",
    ],
)
def test_a_template_that_grows_without_end_is_refused(text: str) -> None:
    template = compile_template(text)
    with pytest.raises(PermanentStepError) as refused:
        template.render(NAMES)
    assert refused.value.code == "template_limit"
    assert not isinstance(refused.value, MappingError)


@pytest.mark.parametrize(
    "text",
    [
        "{{" + " " * 200_000,
        "{{" + " " * 4_000 + "}}",
        "{{ '" + "x" * 5_000 + "' }}",
        "{{ a" + '["a' * 1_000 + "}}",
        "{{ a" + '["b"]' * 65 + " }}",
        "{{ a" + " " * 101 + "}}",
        "{% raw %}" * 1_000,
        "{% doc %}" * 1_000,
        "{{ a }}" * 5_001,
        "{{ a }}" + "x" * 262_144,
        "{% if a %}" * 500,
        "{% liquid " * 500,
    ],
)
def test_a_template_that_is_slow_to_parse_is_not_parsed(text: str) -> None:
    with pytest.raises(ExpressionError):
        compile_template(text)


def test_replace_is_refused_before_it_takes_the_memory() -> None:
    with pytest.raises(PermanentStepError, match="the filter 'replace' gives more"):
        compile_template("{{ big | replace: 'a', big }}").render(NAMES)


def test_what_prompts_and_bodies_need_is_inside_the_limits() -> None:
    assert len(compile_template(loop("{{ i }},", 20_000)).render(NAMES)) == 108_894
    assert compile_template("{{ big | size }}").render(NAMES) == "900000"
    assert compile_template("{{ small }}" * 5_000).render(NAMES) == "1" * 5_000
    assert compile_template("{{ list | map: 'x' | size }}").render({"list": [{"x": 1}] * 5_000}) == "5000"


def test_output_is_counted_in_bytes() -> None:
    assert len(compile_template("{{ text }}").render({"text": "é" * 524_288})) == 524_288
    with pytest.raises(PermanentStepError, match="larger than 1048576 bytes"):
        compile_template("{{ text }}").render({"text": "é" * 524_289})


def test_html_that_never_closes_is_stripped_in_linear_time() -> None:
    assert compile_template("{{ text | strip_html }}").render({"text": "<script" * 100_000}) == "<script" * 100_000


def test_deep_data_is_an_error_and_not_a_crash() -> None:
    deep: list[Any] = []
    for _ in range(100_000):
        deep = [deep]
    with pytest.raises(PermanentStepError):
        compile_template("{{ deep }}").render({"deep": deep})
