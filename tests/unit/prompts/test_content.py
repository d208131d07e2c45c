"""What a prompt version says, without a database."""

from __future__ import annotations

from typing import Any

import pytest

from flows.prompt_engine import FlowTemplateEngine
from prompts.content import PromptContent, found_variables, problems, render, variable_path

ENGINE = FlowTemplateEngine()


@pytest.mark.parametrize(
    "content",
    [PromptContent("Hi"), PromptContent("Hi {{ a }}", {"a": {"type": "string"}}), PromptContent("", {}, {})],
)
def test_what_is_stored_is_read_back(content: PromptContent) -> None:
    assert PromptContent.read(content.document()) == content


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("plain", []),
        ("{{ a }} {{ b.c }} {{ a }}", ["a", "b"]),
        ("{% assign x = a %}{{ x }}", ["a"]),
        ("{% for i in rows %}{{ i.name }}{{ j }}{% endfor %}", ["rows", "j"]),
        ("{% if a %}{{ b }}{% endif %}", ["a", "b"]),
        ("{{ broken", []),
    ],
)
def test_the_variables_are_those_the_text_uses(text: str, names: list[str]) -> None:
    assert found_variables(PromptContent(text), ENGINE) == names


def test_missing_variables_come_before_refused_ones_and_all_at_once() -> None:
    content = PromptContent("{{ a }}{{ b }}{{ c }}", {"c": {"type": "integer"}})
    rendered = render(content, {"c": "no"}, ENGINE)
    assert (rendered.text, rendered.missing) == ("", ("a", "b"))
    assert [name for name, _ in rendered.refused] == ["c"]


def test_a_broken_schema_refuses_no_value() -> None:
    content = PromptContent("{{ a }}", {"a": {"type": "nothing"}})
    assert render(content, {"a": 1}, ENGINE).text == "1"


@pytest.mark.parametrize("schema", [{"type": 1}, {"$ref": "https://a.example/"}, {"pattern": "(?=a)"}])
def test_a_schema_that_cannot_be_used_is_an_error(schema: dict[str, Any]) -> None:
    (found,) = problems(PromptContent("{{ a }}", {"a": schema}), ENGINE)
    assert (found["code"], found["severity"], found["path"]) == ("invalid_schema", "error", "/variables/a")


def test_a_name_is_escaped_in_its_pointer() -> None:
    assert variable_path("a/b~c") == "/variables/a~1b~0c"
