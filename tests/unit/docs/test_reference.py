"""Whatever the code offers or says has its place in the documentation, and nothing there is invented."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import URLPattern, URLResolver, get_resolver
from rest_framework.views import APIView

from allma_site.env import Env
from executions.engine.status import Status, StepStatus
from flows.definition.errors import BY_NAME
from flows.definition.model import FlowDefinition, OnError, Retries, RetryOnContentError, StepInstance
from flows.steps.registry import STEP_TYPES
from tests.unit.docs.pages import headings, read, section
from tests.unit.docs.sources import error_codes, event_types, settings_table

DEFINITION, ERRORS, EVENTS = read("docs/flow-definition.md"), read("docs/errors.md"), read("docs/events.md")
API, CONFIGURATION = read("docs/api.md"), read("docs/configuration.md")
ROW = re.compile(r"^\| `([A-Z]+) (/\S*)` \| (\w+)", re.MULTILINE)
ELSEWHERE = {"HttpCallConfig", "ContextMapping"}
"""Parts of configs that have a section of their own."""
CODE_HEADING = re.compile(r"[a-z][a-z0-9_]*")


def test_readme_has_exactly_the_settings_of_the_environment_in_their_order() -> None:
    rows = re.findall(r"^\| `ALLMA_.*$", read("README.md"), re.MULTILINE)
    assert rows == settings_table()


def test_every_setting_has_a_heading_with_its_meaning() -> None:
    assert {f"ALLMA_{name.upper()}" for name in Env.model_fields} == {
        heading for heading in headings(CONFIGURATION) if heading.startswith("ALLMA_")
    }
    for name, field in Env.model_fields.items():
        assert str(field.description) in section(CONFIGURATION, f"ALLMA_{name.upper()}")


def test_every_error_name_and_code_has_a_heading_and_no_heading_is_without_one() -> None:
    found = set(headings(ERRORS))
    assert sorted((set(BY_NAME) | error_codes()) - found) == []
    codes = {heading for heading in found if CODE_HEADING.fullmatch(heading)}
    assert sorted(codes - error_codes()) == []


def test_every_event_type_has_a_heading_and_no_heading_is_without_one() -> None:
    found = {heading for heading in headings(EVENTS) if "." in heading or heading == "progress"}
    assert found == event_types()


@pytest.mark.parametrize("known", list(STEP_TYPES), ids=lambda known: "/".join(filter(None, known)))
def test_every_step_type_and_module_has_a_section_with_all_its_fields(known: tuple[str, str | None]) -> None:
    step, (kind, module) = STEP_TYPES[known], known
    text = section(DEFINITION, module or kind)
    assert text
    own = step.module_config if module else step.config
    fields = property_names(own.model_json_schema(by_alias=True)) if own else set()
    said = set(re.findall(r"`(?:[\w.]+\.)?(\w+)`", text))
    assert sorted((fields | set(step.output_keys)) - said) == []


@pytest.mark.parametrize("model", [FlowDefinition, StepInstance, OnError, Retries, RetryOnContentError])
def test_every_field_of_the_definition_is_in_the_reference(model: Any) -> None:
    names = [field.alias or name for name, field in model.model_fields.items()]
    assert [name for name in names if f"`{name}`" not in DEFINITION] == []


def test_every_state_is_explained() -> None:
    concepts = read("docs/concepts.md")
    assert [state for state in (*Status, *StepStatus) if state not in concepts] == []


def test_the_api_page_has_a_row_with_the_role_for_every_route_and_method_and_no_other() -> None:
    written = {(method, unnamed(path)): role for method, path, role in ROW.findall(API)}
    served = {(method, unnamed(path)): role for method, path, role in routes()}
    assert {key for key in served if key not in written} == set()
    assert {key for key in written if key not in served} == set()
    assert {key: role for key, role in written.items() if served[key] not in ("", role)} == {}


def property_names(schema: dict[str, Any]) -> set[str]:
    """The names of a config's fields; a field that is an object of its own stands for the fields in it."""
    return set(_names(schema, schema.get("$defs", {})))


def _names(schema: dict[str, Any], parts: dict[str, Any]) -> Iterator[str]:
    for name, field in schema.get("properties", {}).items():
        kind = field.get("$ref", "").rpartition("/")[2]
        if kind in parts and kind not in ELSEWHERE and "properties" in parts[kind]:
            yield from _names(parts[kind], parts)
        else:
            yield name


def routes(patterns: Any = None, prefix: str = "/") -> Iterator[tuple[str, str, str]]:
    """(method, path below /api/v1, role or empty) of every route of the API but its own description."""
    for entry in patterns if patterns is not None else get_resolver().url_patterns:
        path = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from routes(entry.url_patterns, path)
        elif path.startswith("/api/v1/") and not path.endswith(("/schema/", "/docs/")):
            for method, role in methods(entry):
                yield method, path.removeprefix("/api/v1"), role


def methods(entry: URLPattern) -> Iterator[tuple[str, str]]:
    """What a route takes, and the role each needs."""
    view = entry.callback.view_class  # type: ignore[attr-defined]
    assert issubclass(view, APIView)
    roles = getattr(view, "required_roles", {})
    for method in ("get", "post", "put", "patch", "delete"):
        if hasattr(view, method):
            yield method.upper(), str(roles.get(method.upper(), ""))


def unnamed(path: str) -> str:
    """A path with its parameters' names left out."""
    return re.sub(r"<[^>]+>|\{[^}]+\}", "{}", path)
