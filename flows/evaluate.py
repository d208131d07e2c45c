"""What an expression gives on a context and, when it gives nothing, why. The judge behind every editor field."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any

from flows.definition.conditions import compile_condition
from flows.definition.errors import StepError
from flows.definition.explain import why_missing
from flows.definition.jsonpath import ExpressionError, compile_path
from flows.definition.preview import preview
from flows.definition.scope import MISSING, Scope
from flows.definition.values import compile_value

Json = Any


class ExpressionKind(StrEnum):
    """What the expression is written in."""

    PATH = "path"
    CONDITION = "condition"
    TEMPLATE = "template"


def evaluate(
    *, kind: ExpressionKind, expression: str, context: dict[str, Json], views: Mapping[str, Json]
) -> dict[str, Json]:
    """{"value", "event"}: the value (None when there is none) and the mapping event a run would record.

    Never raises for an expression or a context: an expression that cannot be read is an event of status ERROR.
    """
    scope = Scope(context, views)
    try:
        value, found = _KINDS[kind](expression, scope)
    except ExpressionError as error:
        reason = f"{error.message} {error.hint}".strip()
        return {"value": None, "event": _event(kind, expression, "ERROR", None, reason)}
    except StepError as error:
        return {"value": None, "event": _event(kind, expression, "ERROR", None, error.message)}
    return {"value": value, "event": found}


def _path(expression: str, scope: Scope) -> tuple[Json, dict[str, Json]]:
    path = compile_path(expression)
    value = path.read(scope)
    if value is MISSING:
        return None, _event(ExpressionKind.PATH, expression, "WARN", None, why_missing(path, scope))
    nothing = not path.singular and value == []
    return value, _event(ExpressionKind.PATH, expression, "SUCCESS", value, "matched nothing" if nothing else "")


def _condition(expression: str, scope: Scope) -> tuple[Json, dict[str, Json]]:
    verdict = compile_condition(expression).test(scope)
    event = _event(ExpressionKind.CONDITION, expression, "SUCCESS", verdict.value, "")
    return verdict.value, {**event, "operands": verdict.operands}


def _template(expression: str, scope: Scope) -> tuple[Json, dict[str, Json]]:
    if expression.startswith("$") and not expression.startswith("$$"):
        return _path(expression, scope)
    value = compile_value(expression).render(scope, {}, None, "")
    return value, _event(ExpressionKind.TEMPLATE, expression, "SUCCESS", value, "")


_KINDS: Mapping[ExpressionKind, Callable[[str, Scope], tuple[Json, dict[str, Json]]]] = {
    ExpressionKind.PATH: _path,
    ExpressionKind.CONDITION: _condition,
    ExpressionKind.TEMPLATE: _template,
}
_EVENT_KINDS = {
    ExpressionKind.PATH: "INPUT",
    ExpressionKind.CONDITION: "CONDITION",
    ExpressionKind.TEMPLATE: "TEMPLATE",
}


def _event(kind: ExpressionKind, expression: str, status: str, value: Json, reason: str) -> dict[str, Json]:
    event = {
        "kind": _EVENT_KINDS[kind],
        "target": "",
        "expression": expression,
        "status": status,
        "preview": preview(value),
    }
    return {**event, "reason": reason} if reason else event
