"""What validation and the graph need to know of step types; `flows.steps.registry.CATALOG` is one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from pydantic import BaseModel

Model = type[BaseModel]


class StepKind(Protocol):
    """The pure view of a step type. `config` reads the step's own fields, `module_config` its `customConfig`."""

    @property
    def type(self) -> str: ...
    @property
    def module(self) -> str | None: ...
    @property
    def config(self) -> Model: ...
    @property
    def module_config(self) -> Model | None: ...
    @property
    def output_keys(self) -> tuple[str, ...]: ...

    def effects_of(self, config: Any) -> str:
        """`none`, `idempotent`, `keyed` or `at-most-once`, of one configured step."""


class Catalog(Protocol):
    """Finds step types."""

    def find(self, step_type: str, module: str | None, /) -> StepKind | None:
        """The kind of a type and module identifier; None when there is none."""

    def modules(self, step_type: str, /) -> Sequence[str]:
        """The module identifiers of a type; empty for one without modules and for an unknown one."""
