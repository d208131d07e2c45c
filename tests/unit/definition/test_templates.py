"""Templates: what they print, what they see, what they refuse."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.definition.errors import MappingError, StepError
from flows.definition.jsonpath import ExpressionError
from flows.definition.scope import Lazy
from flows.definition.templates import compile_template, variables_of

NAMES = {
    "name": "Ann",
    "count": 3,
    "price": 12.5,
    "yes": True,
    "no": False,
    "nothing": None,
    "order": {"lines": [{"sku": "a", "n": 1}, {"sku": "b", "n": 2}], "note": None, "it's": "é"},
    "tags": ["x", True, None],
    "when": "2026-01-02T03:04:05Z",
    "stored": Lazy(sha256="f00", bytes=70_000, load=lambda _: {"deep": [1, 2]}),
    "holding": {"stored": Lazy(sha256="f01", bytes=70_000, load=lambda _: [1, {"x": True}])},
    "html": "<b>bold</b><script>x</script>",
}


def rendered(text: str, names: dict[str, Any] = NAMES) -> str:
    return compile_template(text).render(names)


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("", ""),
        ("plain { text } 100%", "plain { text } 100%"),
        ("Hi {{ name }}!", "Hi Ann!"),
        ("{{ count }} {{ price }}", "3 12.5"),
        ("{{ yes }}/{{ no }}/{{ nothing }}/", "true/false//"),
        ("{{ order.lines[0].sku }}{{ order.lines.last.n }}", "a2"),
        ("{{ order }}", '{"lines":[{"sku":"a","n":1},{"sku":"b","n":2}],"note":null,"it\'s":"é"}'),
        ("{{ tags }}", '["x",true,null]'),
        ("{% echo tags %}", '["x",true,null]'),
        ("{{ stored.deep[1] }} {{ stored }}", '2 {"deep":[1,2]}'),
        ("{{ holding }}", '{"stored":[1,{"x":true}]}'),
        ("{{ holding.stored[1].x }}", "true"),
        ("{% for line in order.lines %}{{ forloop.index }}{{ line.sku }};{% endfor %}", "1a;2b;"),
        ("{% for pair in order.lines[0] %}{{ pair[0] }}={{ pair[1] }};{% endfor %}", "sku=a;n=1;"),
        ("{% for i in (1..3) %}{{ i }}{% endfor %}", "123"),
        ("{% if count > 2 and yes %}many{% else %}few{% endif %}", "many"),
        ("{% unless no %}on{% endunless %}", "on"),
        ("{% case name %}{% when 'Ann' %}A{% else %}?{% endcase %}", "A"),
        ("{% assign twice = count | times: 2 %}{{ twice }}", "6"),
        ("{% capture greeting %}<{{ name }}>{% endcapture %}{{ greeting }}{{ greeting }}", "<Ann><Ann>"),
        ("{% raw %}{{ name }}{% endraw %}", "{{ name }}"),
        ("{% comment %}{{ name }}{% endcomment %}x", "x"),
        ("{{ order.lines | map: 'sku' | join: ', ' }}", "a, b"),
        ("{{ order.lines | where: 'sku', 'b' | first | json }}", '{"sku":"b","n":2}'),
        ("{{ name | json }} {{ tags | json }}", '"Ann" ["x",true,null]'),
        ("{{ 'see ' | append: tags }}", 'see ["x",true,null]'),
        ("{{ yes | append: '!' }}", "true!"),
        ("{{ 'a-b-a' | replace: 'a', 'x' }}", "x-b-x"),
        ("{{ 'a,b,a' | split: ',' | uniq | join }}", "a b"),
        ("{{ order.lines | uniq: 'nope' | size }}", "1"),
        ("{{ html | strip_html }}", "bold"),
        ("{{ html | escape }}", "&lt;b&gt;bold&lt;/b&gt;&lt;script&gt;x&lt;/script&gt;"),
        ("{{ when | date: '%d.%m.%Y %H:%M' }}", "02.01.2026 03:04"),
        ("{{ 0 | date: '%Y-%m-%d' }}", "1970-01-01"),
        ("{{ when | date }}", "2026-01-02"),
    ],
)
def test_values_print_as_text_and_structures_as_json(text: str, printed: str) -> None:
    assert rendered(text) == printed


def test_text_without_markup_is_constant() -> None:
    assert compile_template("plain").constant == "plain"
    assert compile_template("{{ name }}").constant is None


def test_what_a_template_yields_is_never_rendered_again() -> None:
    assert rendered("{{ evil }}", {"evil": "{{ name }} $.x"}) == "{{ name }} $.x"


@pytest.mark.parametrize(
    ("text", "variable"),
    [
        ("{{ nope }}", "nope"),
        ("{{ order.nope }}", "order.nope"),
        ("{{ order.lines[5].sku }}", "order.lines[5].sku"),
        ("{{ order[nope] }}", "nope"),
        ("{{ nope | upcase }}", "nope"),
        ("{{ nope | plus: 1 }}", "nope"),
        ("{{ 1 | plus: nope }}", "nope"),
        ("{% for x in nope %}{% endfor %}", "nope"),
        ("{% assign x = nope %}{{ x }}", "nope"),
        ("{{ name.__class__ }}", "name.__class__"),
        ("{{ order.keys }}", "order.keys"),
        ("{{ now }}", "now"),
        ("{{ today }}", "today"),
    ],
)
def test_an_undefined_variable_is_an_error_that_names_it(text: str, variable: str) -> None:
    with pytest.raises(MappingError) as refused:
        rendered(text)
    assert refused.value.code == "undefined_variable"
    assert refused.value.details == {"variable": variable}
    assert variable in refused.value.message


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("{% if nope %}a{% else %}b{% endif %}", "b"),
        ("{% if order.nope == nil %}a{% else %}b{% endif %}", "a"),
        ("{% if order.nope == 'x' %}a{% else %}b{% endif %}", "b"),
        ("{% unless nope %}a{% endunless %}", "a"),
        ("{{ nope | default: 'd' }}", "d"),
        ("{{ order.nope.deeper | default: 'd' }}", "d"),
    ],
)
def test_what_is_missing_may_be_asked_for_and_replaced(text: str, printed: str) -> None:
    assert rendered(text) == printed


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("{{ name", 1),
        ("a\nb {% if name", 2),
        ("x\n\n{{ name + 1 }}", 3),
        ("x\n{% unknown %}", 2),
        ("{{ name | nofilter }}", 1),
        ("\n{% for x in order.lines | nofilter %}{% endfor %}", 2),
        ("\n{% include 'file' %}", 2),
        ("{% render 'file' %}", 1),
        ("{% extends 'file' %}", 1),
        ("\n\n{% raw %}", 3),
        ("{% endif %}", 1),
        ("{% if %}{% endif %}", 1),
    ],
)
def test_what_is_not_liquid_is_refused_with_its_line(text: str, line: int) -> None:
    with pytest.raises(ExpressionError) as refused:
        compile_template(text)
    assert f"(line {line})" in refused.value.message
    assert refused.value.hint


def test_an_open_block_is_refused() -> None:
    with pytest.raises(ExpressionError, match="endif"):
        compile_template("{% if name %}text")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("a\n{{ 1 | divided_by: 0 }}", r"line 2.*divide by 0"),
        ("{{ 'now' | date: '%Y' }}", "execution.now"),
        ("{{ 'soon' | date: '%Y' }}", "ISO-8601"),
        ("{{ when | date: '%9999999d' }}", "use a format such as"),
        ("{{ tags | concat: 1 }}", "expected an array"),
        ("{{ 'x' | base64_decode }}", "base64"),
    ],
)
def test_a_filter_that_fails_is_a_template_error_with_its_reason(text: str, reason: str) -> None:
    with pytest.raises(MappingError, match=reason) as refused:
        rendered(text)
    assert refused.value.code == "template_error"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("plain", []),
        ("{{ a.b.c }} {{ a.d }} {{ e['f'] }}", ["a", "e"]),
        ("{% assign x = y %}{{ x }}", ["y"]),
        ("{% for item in list %}{{ item.n }}{{ forloop.index }}{% endfor %}", ["list"]),
        ("{% if a and b > c %}{{ d | default: e }}{% endif %}", ["a", "b", "c", "d", "e"]),
    ],
)
def test_the_variables_of_a_template_are_its_root_names(text: str, names: list[str]) -> None:
    assert variables_of(text) == names


@given(
    st.text("{%}|. ab'\"[]()=:,-\n1", max_size=60), st.dictionaries(st.sampled_from("ab"), st.integers() | st.text())
)
def test_no_text_raises_anything_but_the_documented_errors(text: str, names: dict[str, Any]) -> None:
    with suppress(ExpressionError, StepError):
        compile_template(text).render(names)


PIECES = [
    "{{ a }}",
    "{{ b.c | upcase }}",
    "{% if a %}",
    "{% else %}",
    "{% endif %}",
    "{% for x in b %}",
    "{% endfor %}",
    "{{ x | size }}",
    "{% assign x = a | split: '' %}",
    "{% cycle 'a', b %}",
    "{% raw %}",
    "{% endraw %}",
    "{{",
    "%}",
    "{{ a | times: b }}",
    "{{ b | sort | join }}",
    "{{ a | date: a }}",
    "{{ b | sum }}",
    "{{ a | slice: b, a }}",
]
MARKUP = st.lists(st.sampled_from(PIECES), max_size=8)
VALUES = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.lists(st.integers(), max_size=3)
)


@given(MARKUP, st.fixed_dictionaries({"a": VALUES, "b": VALUES | st.dictionaries(st.text("c", max_size=1), VALUES)}))
def test_no_data_raises_anything_but_the_documented_errors(parts: list[str], names: dict[str, Any]) -> None:
    with suppress(ExpressionError, StepError):
        assert isinstance(compile_template("".join(parts)).render(names), str)
