"""Collects problems: which step each lies in, and no more than anyone reads."""

from __future__ import annotations

from typing import Any

from flows.definition.problems import Problem, Severity, problem

MAX_PROBLEMS = 500


class Findings:
    """The problems found so far, in the order of finding."""

    def __init__(self) -> None:
        self._problems: list[Problem] = []
        self._left_out = {Severity.ERROR: 0, Severity.WARNING: 0}

    def add(self, code: str, keys: tuple[str | int, ...], **details: Any) -> None:
        """A problem of the table at `keys`; the step it lies in is read from them."""
        step = str(keys[1]) if len(keys) > 1 and keys[0] == "steps" else None
        found = problem(code, keys, step=step, **details)
        if len(self._problems) < 2 * MAX_PROBLEMS:
            self._problems.append(found)
        else:
            self._left_out[found.severity] += 1

    def report(self) -> list[Problem]:
        """At most 500, errors first, in the order of finding; a last one says how many are left out."""
        ordered = sorted(self._problems, key=lambda each: each.severity is Severity.WARNING)
        shown = ordered[:MAX_PROBLEMS]
        hidden = len(ordered) - len(shown) + sum(self._left_out.values())
        return [*shown, problem("too_many_problems", (), count=hidden)] if hidden else shown
