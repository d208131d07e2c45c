"""Reads the flow JSON of older Allma installations into today's definition, and says what it could not carry over.

A definition that is today's already comes back as it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from flows.definition.catalog import Catalog, StepKind
from flows.definition.conditions import compile_condition
from flows.definition.expression_error import ExpressionError
from flows.definition.findings import Findings
from flows.definition.handlebars import translate
from flows.definition.limits import deeper_than
from flows.definition.model import FlowDefinition, StepInstance
from flows.definition.older_conditions import rewrite_condition, rewrite_path
from flows.definition.older_ids import rename_steps
from flows.definition.older_shapes import reshape
from flows.definition.problems import Problem, quoted
from flows.definition.refusals import details, place_of
from flows.definition.rules_expressions import BUDGET, cost_of, is_placeholder
from flows.definition.rules_marks import Keys
from flows.definition.rules_plain import plain

__all__ = ["Upgraded", "upgrade"]

MAX_DEPTH = 200
MAX_STEPS = 10_000
_CONDITIONS = frozenset({"condition", "successCondition", "failureCondition"})
_PATH_MAPS = frozenset({"inputMappings", "outputMappings", "searchAttributes", "output"})
_PATHS = frozenset({"itemsPath", "dataPath", "sourceJsonPath", "requestBodyPath"})
_DATA = frozenset({"literals", "customConfig", "requestBody", "payloadTemplate"})
_KEPT = frozenset({"displayName", "description", "notes", "groups", "checkpoint", "flowVariables", "pinnedOutput"})
_SCHEMA = re.compile(r"[sS]chema$")


@dataclass(frozen=True, slots=True)
class Upgraded:
    """Today's definition and the warnings about it; validation finds the rest."""

    definition: dict[str, Any]
    problems: list[Problem]


def upgrade(document: Any, *, catalog: Catalog | None = None) -> Upgraded:
    """Today's form of a flow definition. Never raises, whatever JSON it is given; the document is not changed.

    With a catalog, fields that a step's type does not know are left out too (and reported).
    """
    findings = Findings()
    if not isinstance(document, dict):
        findings.add("document_not_object", (), found="no object")
        return Upgraded({}, findings.report())
    if deeper_than(document, MAX_DEPTH):
        findings.add("document_too_deep", (), limit=MAX_DEPTH)
        return Upgraded(document, findings.report())
    steps = document.get("steps")
    if isinstance(steps, dict | list) and len(steps) > MAX_STEPS:
        findings.add("too_many_steps", ("steps",), count=len(steps), limit=MAX_STEPS)
        return Upgraded(document, findings.report())
    definition = rename_steps(reshape(document, findings), findings)
    definition = _Rewriter(findings).rewrite(definition, ())
    return Upgraded(_without_unknown_fields(definition, catalog, findings), findings.report())


class _Rewriter:
    """Rewrites the expressions of a definition. Objects in which nothing changes are shared."""

    def __init__(self, findings: Findings) -> None:
        self._findings = findings
        self._left = BUDGET

    def rewrite(self, value: Any, keys: Keys, *, data: bool = False) -> Any:
        """A value with its conditions, paths and templates in today's form; in `data` every text is a template."""
        if isinstance(value, dict):
            return {name: self._entry(name, item, (*keys, name), data=data) for name, item in value.items()}
        if isinstance(value, list):
            return [self.rewrite(item, (*keys, index), data=data) for index, item in enumerate(value)]
        return self._text(value, keys) if isinstance(value, str) else value

    def _entry(self, name: str, value: Any, keys: Keys, *, data: bool) -> Any:
        if data or name in _DATA:
            return self.rewrite(value, keys, data=True)
        if name in _KEPT or _SCHEMA.search(name):
            return value
        if name in _CONDITIONS and isinstance(value, str):
            return self._condition(value, keys)
        if name in _PATH_MAPS or name in _PATHS:
            return _rewrite_paths(value)
        return self.rewrite(value, keys)

    def _condition(self, text: str, keys: Keys) -> str:
        rewritten = rewrite_condition(text)
        if not is_placeholder(rewritten) and not plain("condition", rewritten):
            self._left -= cost_of("condition", rewritten)
            if self._left < 0:  # validation will say that there are too many
                return rewritten
            try:
                compile_condition(rewritten)
            except ExpressionError as error:
                self._findings.add(
                    "condition_not_translated", keys, text=quoted(text), reason=error.message.rstrip(".")
                )
        return rewritten

    def _text(self, text: str, keys: Keys) -> str:
        if text.startswith("$") and not text.startswith("$$"):
            return rewrite_path(text)
        translation = translate(text)
        if translation.untranslated:
            self._findings.add("template_not_translated", keys, what=", ".join(translation.untranslated))
        return translation.text


def _rewrite_paths(value: Any) -> Any:
    """Every string in a mapping (or a list of paths, or one path) as a path."""
    if isinstance(value, dict):
        return {name: _rewrite_paths(item) for name, item in value.items()}
    if isinstance(value, list):
        return [_rewrite_paths(item) for item in value]
    return rewrite_path(value) if isinstance(value, str) else value


def _unknown_fields(definition: dict[str, Any], catalog: Catalog | None) -> Iterator[Keys]:
    """Where fields stand that no model knows; those of a step's type are only known with a catalog."""
    yield from _refused_extras(lambda: FlowDefinition.parse(definition), definition, ())
    steps = definition.get("steps")
    for step_id, step in steps.items() if catalog is not None and isinstance(steps, dict) else ():
        if isinstance(step, dict):
            yield from _unknown_in_step(step, ("steps", step_id), catalog)


def _unknown_in_step(step: dict[str, Any], base: Keys, catalog: Catalog | None) -> Iterator[Keys]:
    step_type, module = step.get("stepType"), step.get("moduleIdentifier")
    if catalog is None or not isinstance(step_type, str):
        return
    kind = catalog.find(step_type, module if isinstance(module, str) else None)
    if kind is not None:
        own = {name: value for name, value in step.items() if name not in _COMMON or _declared(name, kind)}
        yield from _refused_extras(lambda: kind.config.model_validate(own, by_alias=True, by_name=False), own, base)


_COMMON = frozenset(info.alias for info in StepInstance.model_fields.values())


def _declared(name: str, kind: StepKind) -> bool:
    return any(info.alias == name for info in kind.config.model_fields.values())


def _refused_extras(read: Callable[[], object], document: Any, base: Keys) -> Iterator[Keys]:
    try:
        read()
    except ValidationError as error:
        for each in details(error):
            if each["type"] == "extra_forbidden":
                yield (*base, *place_of(each["loc"], document, missing=False))


def _without_unknown_fields(definition: dict[str, Any], catalog: Catalog | None, findings: Findings) -> dict[str, Any]:
    """The definition without the fields its models do not know, each reported."""
    unknown = {keys for keys in _unknown_fields(definition, catalog) if keys}
    for keys in sorted(unknown, key=str):
        findings.add("dropped_field", keys, field=str(keys[-1]))
    if not unknown:
        return definition
    kept: dict[str, Any] = _without(definition, (), unknown)
    return kept


def _without(tree: Any, base: Keys, unwanted: set[Keys]) -> Any:
    """A copy of a tree without what stands at the unwanted places."""
    if isinstance(tree, dict):
        return {
            name: _without(value, (*base, name), unwanted)
            for name, value in tree.items()
            if (*base, name) not in unwanted
        }
    if isinstance(tree, list):
        return [_without(item, (*base, index), unwanted) for index, item in enumerate(tree)]
    return tree
