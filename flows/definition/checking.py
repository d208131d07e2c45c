"""What every rule of validation is given: the document, its lenient model, what is known around it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from flows.definition.catalog import Catalog, StepKind
from flows.definition.findings import Findings
from flows.definition.model import FlowDefinition, StepInstance
from flows.definition.references import References
from flows.definition.rules_marks import Mark


@dataclass(frozen=True, slots=True)
class CheckedStep:
    """A step as it is written and as far as it can be read. `config` is None when its kind refuses it."""

    id: str
    raw: dict[str, Any]
    model: StepInstance
    kind: StepKind | None
    config: BaseModel | None
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Checking:
    """One validation. `definition` leaves out what its model refuses; `steps` are those that are objects.

    `step_ids` are the keys of `steps`, None when there is no such object. `flow_marks` are the marked values
    outside the steps.
    """

    document: dict[str, Any]
    definition: FlowDefinition
    steps: dict[str, CheckedStep]
    step_ids: list[str] | None
    flow_marks: tuple[Mark, ...]
    catalog: Catalog
    known: References | None
    publishing: bool
    findings: Findings

    def marks(self) -> Iterator[Mark]:
        """Every marked value: of the flow, then step by step."""
        yield from self.flow_marks
        for step in self.steps.values():
            yield from step.marks
