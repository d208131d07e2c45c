"""Every path, condition, template, schema and mapping of a definition is parsed once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import re2

from flows.definition.conditions import compile_condition
from flows.definition.expression_error import ExpressionError
from flows.definition.fields import Marker
from flows.definition.findings import Findings
from flows.definition.jsonpath import compile_path, compile_target
from flows.definition.jsonschema_check import compile_schema
from flows.definition.problems import quoted
from flows.definition.rules_marks import Keys, Mark
from flows.definition.rules_plain import plain
from flows.definition.scope import VIEWS
from flows.definition.templates import compile_template

PLACEHOLDERS = frozenset(
    {"", "condition", "new condition", "expression", "true", "false", "todo", "...", "…", "$", "$.", "$.condition"}
)
_ANGLE_PLACEHOLDER = re.compile(r"<[a-z_ -]*(condition|expression|value|path)[a-z_ -]*>", re.IGNORECASE)

_ROOT = re.compile(r"[A-Za-z_]\w*")

COSTS = {"path": 3, "target": 2, "condition": 6, "template": 2}
"""What parsing one character is charged, by kind: about a microsecond each, more in a long text."""
FLAT_COST = 20
PATTERN_COST = 1000
BUDGET = 400_000


class Expressions:
    """Parses the marked values of a definition and says what is wrong; each text once, within a budget of work."""

    def __init__(self, findings: Findings) -> None:
        self._findings = findings
        self._left = BUDGET
        self._known: dict[tuple[str, str], ExpressionError | None] = {}
        self._checks: dict[Marker, Callable[[Any, Keys], None]] = {
            Marker.PATH: self._path,
            Marker.CONDITION: self._condition,
            Marker.DOCUMENT_CONDITION: self._condition,
            Marker.TEMPLATE: self._template,
            Marker.TEMPLATE_JSON: self._template_json,
            Marker.INPUT_MAPPINGS: self._input_mappings,
            Marker.OUTPUT_MAPPINGS: self._output_mappings,
            Marker.LITERALS: self._literals,
            Marker.JSON_SCHEMA: self._schema,
            Marker.REGEX: self._regex,
        }

    def check(self, mark: Mark) -> None:
        """Adds what is wrong with one marked value; values of another type are the model's to refuse."""
        check = self._checks.get(mark.marker)
        if check is not None:
            check(mark.value, mark.keys)

    def _parse(self, kind: str, text: str, parse: Callable[[str], object]) -> ExpressionError | None:
        if plain(kind, text):
            return None
        key = (kind, text)
        if key not in self._known:
            if not self._afford(cost_of(kind.split("-")[0], text)):
                return None
            self._known[key] = _error_of(parse, text)
        return self._known[key]

    def _afford(self, cost: int) -> bool:
        self._left -= cost
        return self._left >= 0

    def finish(self) -> None:
        """Says so when the budget did not last."""
        if self._left < 0:
            self._findings.add("too_many_expressions", ())

    def _refuse(self, code: str, keys: Keys, text: str, error: ExpressionError) -> None:
        reason = error.message.rstrip(".")
        self._findings.add(code, keys, text=quoted(text), reason=reason, advice=error.hint or "Correct it.")

    def _path(self, value: Any, keys: Keys) -> None:
        if isinstance(value, str) and (error := self._parse("path", value, compile_path)):
            self._refuse("invalid_path", keys, value, error)

    def _condition(self, value: Any, keys: Keys) -> None:
        if not isinstance(value, str):
            return
        if is_placeholder(value):
            self._findings.add("placeholder_condition", keys, text=quoted(value))
        elif error := self._parse("condition", value, compile_condition):
            self._refuse("invalid_condition", keys, value, error)

    def _template(self, value: Any, keys: Keys) -> None:
        if not isinstance(value, str):
            return
        if value.startswith("$") and not value.startswith("$$"):
            if error := self._parse("path", value, compile_path):
                hint = "Begin a text that only looks like a path with $$."
                self._refuse("invalid_path", keys, value, ExpressionError(error.message, hint))
        elif ("{{" in value or "{%" in value) and (error := self._parse("template", value, compile_template)):
            self._refuse("invalid_template", keys, value, error)

    def _template_json(self, value: Any, keys: Keys) -> None:
        if _of_interest(value, is_runtime):
            for text, place in leaves(value, keys, is_runtime):
                self._template(text, place)

    def _literals(self, value: Any, keys: Keys) -> None:
        for target, literal in value.items() if isinstance(value, dict) else ():
            self._target(target, (*keys, target), relative=True)
            self._template_json(literal, (*keys, target))

    def _input_mappings(self, value: Any, keys: Keys) -> None:
        self._mappings(value, keys, relative=True)

    def _output_mappings(self, value: Any, keys: Keys) -> None:
        self._mappings(value, keys, relative=False)

    def _mappings(self, value: Any, keys: Keys, *, relative: bool) -> None:
        for target, source in value.items() if isinstance(value, dict) else ():
            place = (*keys, target)
            self._target(target, place, relative=relative)
            if isinstance(source, dict):
                self._path(source.get("path"), (*place, "path"))
            else:
                self._path(source, place)

    def _target(self, target: str, keys: Keys, *, relative: bool) -> None:
        if keys[2:3] == ("parallelBranches",) and (root := _ROOT.match(target)) and root[0] in VIEWS:
            self._refuse(
                "invalid_target", keys, target, ExpressionError(f"{root[0]} is read-only", "Choose another name.")
            )
            return
        kind = "target-relative" if relative else "target"
        error = self._parse(kind, target, lambda text: compile_target(text, relative=relative))
        if error:
            self._refuse("invalid_target", keys, target, error)

    def _schema(self, value: Any, keys: Keys) -> None:
        if not isinstance(value, dict) or not self._afford(_schema_cost(value)):
            return
        try:
            compile_schema(value)
        except ValueError as error:
            self._findings.add("invalid_schema", keys, reason=str(error))

    def _regex(self, value: Any, keys: Keys) -> None:
        if isinstance(value, str) and self._afford(PATTERN_COST) and (reason := _regex_error(value)):
            self._findings.add("invalid_regex", keys, text=quoted(value), reason=reason)


def cost_of(kind: str, text: str) -> int:
    """What parsing a text is charged; beyond 500 characters only templates are parsed at all."""
    length = min(len(text), 20_000 if kind == "template" else 520)
    return FLAT_COST + COSTS[kind] * length + (0 if kind == "template" else length * length // 100)


def _schema_cost(schema: dict[str, Any]) -> int:
    """What compiling a schema is charged: a little for each node, much for each pattern."""
    cost = 0
    todo: list[Any] = [schema]
    while todo:
        node = todo.pop()
        cost += 3 + len(node)
        if isinstance(node, dict):
            patterns = node.get("patternProperties")
            cost += PATTERN_COST * (("pattern" in node) + (len(patterns) if isinstance(patterns, dict) else 0))
        todo.extend(
            item for item in (node.values() if isinstance(node, dict) else node) if isinstance(item, dict | list)
        )
    return FLAT_COST + cost


def _error_of(parse: Callable[[str], object], text: str) -> ExpressionError | None:
    try:
        parse(text)
    except ExpressionError as error:
        return error
    return None


def is_placeholder(condition: str) -> bool:
    """Whether a condition is what an editor puts there before anyone wrote one."""
    text = condition.strip()
    return text.lower() in PLACEHOLDERS or _ANGLE_PLACEHOLDER.search(text) is not None


def is_runtime(text: str) -> bool:
    """Whether a text is a template or a path, whose value is only known when it runs."""
    return text.startswith("$") or "{{" in text or "{%" in text


def leaves(value: Any, keys: Keys, wanted: Callable[[str], bool]) -> Iterator[tuple[str, Keys]]:
    """Every wanted string in a JSON value with where it stands, in order."""
    todo: list[tuple[Any, Keys]] = [(value, keys)]
    while todo:
        node, place = todo.pop()
        if isinstance(node, str):
            yield node, place
            continue
        items = node.items() if isinstance(node, dict) else enumerate(node)
        found = [(item, (*place, key)) for key, item in items if _of_interest(item, wanted)]
        todo.extend(reversed(found))


def _of_interest(value: Any, wanted: Callable[[str], bool]) -> bool:
    return wanted(value) if isinstance(value, str) else isinstance(value, dict | list)


def _regex_error(pattern: str) -> str:
    options = re2.Options()
    options.log_errors = False
    options.max_mem = 2**20
    try:
        re2.compile(pattern, options)
    except (re2.error, UnicodeError) as error:
        reason = error.args[0] if error.args else error
        return reason.decode("utf-8", "replace") if isinstance(reason, bytes) else str(reason)
    return ""
