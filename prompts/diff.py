"""How two versions of a prompt differ. No database."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Any

from prompts.content import PromptContent

MAX_LINES = 2_000
"""Above this many differing lines the texts are given whole: a line diff would take seconds."""


class ChangeKind(StrEnum):
    """Where lines are: in both versions, only in the first, only in the second."""

    EQUAL = "equal"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class TextChange:
    """Lines of one kind, in the order of the text."""

    kind: ChangeKind
    lines: list[str]


@dataclass(frozen=True, slots=True)
class SchemaChange:
    """A schema in both versions; None where there is none."""

    name: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class Diff:
    """Text, schemas of variables, schema of the answer (None when that is the same)."""

    content: list[TextChange]
    variables: list[SchemaChange]
    output_schema: SchemaChange | None


def diff(a: PromptContent, b: PromptContent) -> Diff:
    """From `a` to `b`."""
    names = dict.fromkeys([*a.variables, *b.variables])
    variables = [SchemaChange(name, a.variables.get(name), b.variables.get(name)) for name in names]
    answer = SchemaChange("outputSchema", a.output_schema, b.output_schema)
    return Diff(
        content=text_diff(a.text, b.text),
        variables=[change for change in variables if change.before != change.after],
        output_schema=None if answer.before == answer.after else answer,
    )


def text_diff(a: str, b: str) -> list[TextChange]:
    """Line by line; removed lines come before the added ones that took their place."""
    left, right = a.splitlines(), b.splitlines()
    start = _common(left, right)
    end = _common(left[start:][::-1], right[start:][::-1])
    inner_left, inner_right = left[start : len(left) - end], right[start : len(right) - end]
    changes = [
        TextChange(ChangeKind.EQUAL, left[:start]),
        *_inner(inner_left, inner_right),
        TextChange(ChangeKind.EQUAL, left[len(left) - end :]),
    ]
    return [change for change in changes if change.lines]


def _inner(left: list[str], right: list[str]) -> Iterator[TextChange]:
    if len(left) + len(right) > MAX_LINES:
        yield TextChange(ChangeKind.REMOVED, left)
        yield TextChange(ChangeKind.ADDED, right)
        return
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        if tag == "equal":
            yield TextChange(ChangeKind.EQUAL, left[i1:i2])
        else:
            yield TextChange(ChangeKind.REMOVED, left[i1:i2])
            yield TextChange(ChangeKind.ADDED, right[j1:j2])


def _common(left: list[str], right: list[str]) -> int:
    """How many items the two begin with alike."""
    count = 0
    for one, other in zip(left, right, strict=False):
        if one != other:
            break
        count += 1
    return count
