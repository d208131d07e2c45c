"""In what two visits differ. Large values are compared by their digests and loaded only when these cannot tell."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from typing import Any

from pydantic_core import PydanticSerializationError, to_json

from executions.blobs import LINES
from executions.codec import loads
from executions.engine.state import Visit
from executions.records import Load, read_part
from flows.definition.context import ChangeKind, reach
from flows.definition.scope import MISSING, Lazy

COLUMNS = ("status", "input", "output", "pointers", "transition", "error", "changes")
"""What of a row `facts_of_row` needs."""


class Difference(StrEnum):
    """A part of a visit."""

    STATUS = "status"
    INPUT = "input"
    OUTPUT = "output"
    TRANSITION = "transition"
    ERROR = "error"
    CHANGES = "changes"


@dataclass(frozen=True, slots=True)
class Facts:
    """What is compared of a visit. `way` is why it was left and where to; `changes` what it did to the context."""

    status: str
    input: Any
    output: Any
    way: tuple[str, str | None] | None
    error: Mapping[str, Any] | None
    changes: Sequence[Any]


def facts_of_row(row: Mapping[str, Any], load: Load) -> Facts:
    """From the columns of a row."""
    transition = loads(row["transition"]) if row["transition"] else None
    return Facts(
        status=row["status"],
        input=read_part(row, "input", load),
        output=read_part(row, "output", load),
        way=(transition["kind"], transition["nextStepInstanceId"]) if transition else None,
        error=loads(row["error"]) if row["error"] else None,
        changes=read_part(row, "changes", load) if row["changes"] else (),
    )


def facts_of_visit(visit: Visit) -> Facts:
    """From a visit as the engine has it."""
    way = visit.transition
    return Facts(
        status=str(visit.status),
        input=visit.input,
        output=visit.output,
        way=(str(way.kind), way.next) if way else None,
        error=visit.error,
        changes=visit.changes,
    )


def differences(left: Facts, right: Facts) -> tuple[Difference, ...]:
    """The parts that differ, in the order of a visit's life. StepError when a large value cannot be loaded."""
    same_output = alike(left.output, right.output)
    found: dict[Difference, Callable[[], bool]] = {
        Difference.STATUS: lambda: left.status == right.status,
        Difference.INPUT: lambda: alike(left.input, right.input),
        Difference.OUTPUT: lambda: same_output,
        Difference.TRANSITION: lambda: left.way == right.way,
        Difference.ERROR: lambda: alike(_said(left.error), _said(right.error)),
        Difference.CHANGES: lambda: _same_changes(left, right, same_output=same_output),
    }
    return tuple(part for part, same in found.items() if not same())


def _said(error: Mapping[str, Any] | None) -> Any:
    """What an error says. How many attempts came before it is no part of that."""
    return None if error is None else [error.get(name) for name in ("errorName", "code", "message", "details")]


def _same_changes(left: Facts, right: Facts, *, same_output: bool) -> bool:
    if len(left.changes) != len(right.changes):
        return False
    if same_output and alike(list(left.changes), list(right.changes)):
        return True
    return alike(_written(left), _written(right))


def _written(facts: Facts) -> list[Any]:
    """Each change as its target and the value that was put there."""
    return [
        [keys, payload if kind == ChangeKind.VALUE else reach(facts.output, payload)]
        for keys, kind, payload in facts.changes
    ]


def alike(left: Any, right: Any) -> bool:
    """Whether two JSON values are equal; `true` is not `1`, key order is nothing. Values may be MISSING or lazy."""
    todo = [(left, right)]
    while todo:
        a, b = todo.pop()
        if a is b:
            continue
        if type(a) is Lazy or type(b) is Lazy:
            verdict = _same_lazy(a, b)
            if verdict is False:
                return False
            todo.extend([verdict] if verdict is not True else [])
        elif isinstance(a, dict) and isinstance(b, dict):
            if a.keys() != b.keys():
                return False
            todo.extend((value, b[key]) for key, value in a.items())
        elif isinstance(a, list | tuple) and isinstance(b, list | tuple):
            if len(a) != len(b):
                return False
            todo.extend(zip(a, b, strict=True))
        elif a is MISSING or b is MISSING or isinstance(a, bool) != isinstance(b, bool) or a != b:
            return False
    return True


def _same_lazy(a: Any, b: Any) -> bool | tuple[Any, Any]:
    """Whether they are equal as far as digests tell; else the loaded values, to be looked into."""
    if type(a) is Lazy and type(b) is Lazy:
        return a.sha256 == b.sha256
    leaf, plain = (a, b) if type(a) is Lazy else (b, a)
    if not isinstance(plain, str | dict | list):
        return False
    if leaf.sha256.endswith(LINES):
        return leaf.value, plain
    try:
        text = to_json(plain)
    except PydanticSerializationError:  # it has large parts of its own
        return leaf.value, plain
    if sha256(text).hexdigest() == leaf.sha256:
        return True
    return (leaf.value, plain) if len(text) == leaf.bytes else False
