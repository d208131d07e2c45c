"""Collects problems: which step each lies in, and no more than anyone reads."""

from __future__ import annotations

from typing import Any

from flows.definition.problems import Problem, Severity, problem

MAX_PROBLEMS = 500
MAX_KEPT = 2000


class Findings:
    """The problems found so far, in the order of finding."""

    def __init__(self) -> None:
        self._problems: list[Problem] = []
        self._left_out = 0

    def add(self, code: str, keys: tuple[str | int, ...], **details: Any) -> None:
        """A problem of the table at `keys`; the step it lies in is read from them."""
        if len(self._problems) >= MAX_KEPT:
            self._left_out += 1
            return
        step = str(keys[1]) if len(keys) > 1 and keys[0] == "steps" else None
        self._problems.append(problem(code, keys, step=step, **details))

    @property
    def many(self) -> bool:
        """Whether there are so many that costly hints are no longer worth it."""
        return len(self._problems) > 50

    def leave_out(self, count: int) -> None:
        """So many more were found and nobody would read them."""
        self._left_out += count

    def report(self) -> list[Problem]:
        """At most 500, errors first, in the order of finding; a last one says how many are left out."""
        ordered = sorted(self._problems, key=lambda each: each.severity is Severity.WARNING)
        hidden = max(0, len(ordered) - MAX_PROBLEMS) + self._left_out
        shown = ordered[:MAX_PROBLEMS]
        return [*shown, problem("too_many_problems", (), count=hidden)] if hidden else shown
