"""What was measured, what was asked for, and how both are shown."""

from __future__ import annotations

import json
import statistics
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any


class Better(StrEnum):
    """Which way is good."""

    HIGHER = "≥"
    LOWER = "≤"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One figure: its repeats in order; `target` and `baseline` in the same unit, None when there is none."""

    name: str
    unit: str
    values: Sequence[float]
    target: float | None = None
    better: Better = Better.HIGHER
    baseline: float | None = None
    note: str = ""

    @property
    def median(self) -> float:
        """The middle of the repeats."""
        return statistics.median(self.values)

    @property
    def ratio(self) -> float | None:
        """The median over the baseline."""
        return self.median / self.baseline if self.baseline else None

    @property
    def met(self) -> bool | None:
        """Whether the target is met; None without a target."""
        if self.target is None:
            return None
        return self.median >= self.target if self.better is Better.HIGHER else self.median <= self.target

    def as_json(self) -> dict[str, Any]:
        """For a file."""
        return {
            "name": self.name,
            "unit": self.unit,
            "median": self.median,
            "values": list(self.values),
            "target": self.target,
            "better": self.better,
            "met": self.met,
            "baseline": self.baseline,
            "ratio": self.ratio,
            "note": self.note,
        }


@dataclass(slots=True)
class Report:
    """The figures of one run."""

    figures: list[Figure] = field(default_factory=list)

    def add(self, *figures: Figure) -> None:
        """Take figures in."""
        self.figures.extend(figures)

    def table(self) -> str:
        """One line a figure, in columns."""
        header = ("figure", "median", "min … max", "unit", "target", "met", "baseline", "ratio", "note")
        rows = [header, *(_cells(figure) for figure in self.figures)]
        widths = [max(len(row[column]) for row in rows) for column in range(len(header))]
        return "\n".join("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows)

    def write(self, path: Path) -> None:
        """The figures as JSON."""
        path.write_text(json.dumps([figure.as_json() for figure in self.figures], indent=1, ensure_ascii=False) + "\n")


def _cells(figure: Figure) -> tuple[str, ...]:
    met = {True: "yes", False: "NO", None: ""}[figure.met]
    return (
        figure.name,
        _number(figure.median),
        f"{_number(min(figure.values))} … {_number(max(figure.values))}",
        figure.unit,
        "" if figure.target is None else f"{figure.better} {_number(figure.target)}",
        met,
        "" if figure.baseline is None else _number(figure.baseline),
        "" if figure.ratio is None else f"{figure.ratio:.2f}",
        figure.note,
    )


def _number(value: float) -> str:
    return f"{value:.0f}" if abs(value) >= 100 else f"{value:.3g}"
