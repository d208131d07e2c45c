"""What the code can say, read from its syntax trees: the documentation must have a place for each."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from allma_site.common import problems
from allma_site.common.json_guard import JsonCode
from allma_site.env import Env
from executions.engine.status import FINAL
from flows.definition.errors import BY_NAME
from flows.definition.problems import PROBLEM_CODES

ROOT = Path(__file__).resolve().parents[3]
APPS = ("allma_site", "workspaces", "connections", "prompts", "flows", "executions", "triggers")
CODE = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
EVENT = re.compile(r"(execution|step|bulk)\.[a-z_]+")

FIRST_ARGUMENT = {*BY_NAME, "permanent", "transient", "_refuse", "_refused", "_problem"}
"""Functions whose first argument is a code."""
SECOND_ARGUMENT = {"EgressError"}
OF_PROBLEMS = {name for name in vars(problems) if name[:1].isupper()} | {"field", "required_text"}
"""Functions that take `code=`."""


def trees() -> Iterator[ast.AST]:
    """Every node of every source file but migrations."""
    for app in APPS:
        for path in sorted((ROOT / app).rglob("*.py")):
            if "migrations" not in path.parts:
                yield from ast.walk(ast.parse(path.read_text()))


def error_codes() -> set[str]:
    """Every code that a step, a request, a validation or an import can end in."""
    calls = {code for node in trees() if isinstance(node, ast.Call) for code in _codes_of(node)}
    own = {value.code for value in vars(problems).values() if isinstance(value, type) and hasattr(value, "code")}
    return calls | own | set(PROBLEM_CODES) | {code.value for code in JsonCode}


def event_types() -> set[str]:
    """Every type of an execution's events."""
    found = {f"execution.{status.lower()}" for status in FINAL}
    for node in trees():
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and EVENT.fullmatch(node.value):
            found.add(node.value)
        elif isinstance(node, ast.Call) and getattr(node.func, "id", "") == "NewEvent" and node.args:
            found |= {str(each.value) for each in node.args[:1] if isinstance(each, ast.Constant)}
    return found


def _codes_of(call: ast.Call) -> Iterator[str]:
    name = getattr(call.func, "id", getattr(call.func, "attr", ""))
    positions = [0] if name in FIRST_ARGUMENT else [1] if name in SECOND_ARGUMENT else []
    values = [call.args[position] for position in positions if position < len(call.args)]
    if name in OF_PROBLEMS:
        values += [keyword.value for keyword in call.keywords if keyword.arg == "code"]
    for value in values:
        if isinstance(value, ast.Constant) and isinstance(value.value, str) and CODE.fullmatch(value.value):
            yield value.value


def settings_table() -> list[str]:
    """README's rows: a line for each setting with its default and its meaning."""
    return [
        f"| `ALLMA_{name.upper()}` | {shown_default(field.default)} | {field.description} |"
        for name, field in Env.model_fields.items()
    ]


def shown_default(value: Any) -> str:
    """A default as an operator would write it; sizes in bytes are plain numbers."""
    if isinstance(value, list):
        value = ",".join(value)
    if isinstance(value, Path):
        value = value.relative_to(ROOT)
    if isinstance(value, bool):
        value = str(value).lower()
    return f"`{value}`" if value != "" else "empty"
