"""A definition made ready to run: every path, condition, template and config parsed once, each step on first use."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from executions.engine.decide import ForkRule
from flows.definition.catalog import Catalog
from flows.definition.conditions import Condition, compile_condition
from flows.definition.errors import PermanentStepError
from flows.definition.graph import JUMP_LIMIT, EdgeKind, cyclic_edges
from flows.definition.jsonpath import Path, compile_path
from flows.definition.jsonschema_check import Validator, compile_schema
from flows.definition.mapping import InputPlan, OutputPlan, compile_inputs, compile_outputs
from flows.definition.model import FlowDefinition, OnError, StepInstance, effective_on_error, effective_timeout
from flows.definition.parts import SideEffects
from flows.steps.base import Output, StepType
from flows.steps.parallel_fork_manager import AggregationStrategy

QUICK_STEPS = 50
QUICK_TYPES = frozenset({"NO_OP", "END_FLOW", "DATA_TRANSFORMATION"})
"""A run of more steps, or of others, is no longer a few milliseconds."""


@dataclass(frozen=True, slots=True)
class Way:
    """A way out of a step. `edge` is its counter's name when it lies in a cycle; `limit` 0 is none."""

    target: str
    limit: int
    edge: str | None
    condition: Condition | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Branch:
    """A branch of a fork."""

    id: str
    step: str
    condition: Condition | None
    inputs: InputPlan


@dataclass(frozen=True, slots=True)
class ForkPlan:
    """A fork's configuration."""

    branches: tuple[Branch, ...]
    items_path: str
    strategy: AggregationStrategy
    data_path: Path
    fail_on_branch_error: bool
    tolerated_percentage: float | None
    max_concurrency: int

    def rule(self, count: int) -> ForkRule:
        """How many branches may live at once, and how many of `count` items may fail."""
        return ForkRule(max_concurrency=self.max_concurrency, tolerated_failures=self.tolerated(count))

    def tolerated(self, count: int) -> int:
        """How many of `count` items may fail before the fork does."""
        if self.fail_on_branch_error:
            return 0
        return count if self.tolerated_percentage is None else int(count * self.tolerated_percentage / 100 + 1e-9)


@dataclass(frozen=True, slots=True)
class Step:
    """A step made ready to run."""

    id: str
    type: StepType
    model: StepInstance
    config: Any
    inputs: InputPlan
    outputs: OutputPlan
    ways: tuple[Way, ...]
    default: Way | None
    on_error: OnError
    effects: SideEffects
    timeout_seconds: float | None
    required_fields: tuple[Path, ...]
    output_schema: Validator | None
    fork: ForkPlan | None
    sees_execution: bool
    """Whether an expression of the step may read `$.execution`, which is made for each attempt."""

    @property
    def pure(self) -> bool:
        """Whether running it twice is nobody's business: it is folded into the next commit."""
        return self.effects is SideEffects.NONE


class Program:
    """A compiled definition. `bindings` name the prompt and flow versions frozen at the start of a run."""

    def __init__(
        self, document: dict[str, Any], *, catalog: Catalog, bindings: Mapping[str, Any] | None = None
    ) -> None:
        self.definition = FlowDefinition.parse(document)
        self.bindings = dict(bindings or {})
        self._catalog = catalog
        self._steps: dict[str, Step] = {}

    @property
    def start(self) -> str:
        """The first step."""
        return self.definition.start_step_instance_id

    @cached_property
    def _cycles(self) -> frozenset[tuple[str, EdgeKind, int]]:
        return frozenset((edge.source, edge.kind, edge.index) for edge in cyclic_edges(self.definition))

    @cached_property
    def output(self) -> InputPlan | None:
        """What the run returns, when the definition says so."""
        return compile_inputs(self.definition.output, {}) if self.definition.output is not None else None

    @cached_property
    def output_schema(self) -> Validator | None:
        """What the run's output must look like."""
        return compile_schema(self.definition.output_schema) if self.definition.output_schema is not None else None

    @cached_property
    def search_attributes(self) -> dict[str, Path]:
        """Names under which scalar values of the context can be searched."""
        return {name: compile_path(path) for name, path in self.definition.search_attributes.items()}

    @cached_property
    def is_quick(self) -> bool:
        """Whether a run is a few milliseconds: at most 50 pure steps, none of which waits, forks or comes again."""
        steps = self.definition.steps
        if len(steps) > QUICK_STEPS or self._cycles or self.definition.max_concurrent_executions is not None:
            return False
        return all(model.delay is None and self._is_quick_step(model) for model in steps.values())

    def _is_quick_step(self, model: StepInstance) -> bool:
        try:
            return model.step_type in QUICK_TYPES and self.step(model.step_instance_id).pure
        except PermanentStepError:
            return False

    def step(self, step_id: str) -> Step:
        """The step, compiled on first use. PermanentStepError `unknown_step`, `unknown_step_type`, `invalid_step`."""
        found = self._steps.get(step_id)
        if found is None:
            try:
                found = self._steps[step_id] = self._compile(step_id)
            except ValueError as error:  # a config or an expression: validation lets neither pass
                raise PermanentStepError("invalid_step", f"The step {step_id!r} cannot be read: {error}") from None
        return found

    def _compile(self, step_id: str) -> Step:
        model = self.definition.steps.get(step_id)
        if model is None:
            raise PermanentStepError("unknown_step", f"There is no step {step_id!r} in this definition.")
        kind = self._catalog.find(model.step_type, model.module_identifier)
        if not isinstance(kind, StepType):
            raise PermanentStepError("unknown_step_type", f"There is no step type {model.step_type!r}.")
        if model.is_pinned:
            kind = _pinned(kind, model.pinned_output)
        config = kind.config.model_validate(model.config_fields(kind.config), by_alias=True, by_name=False)
        declared = model.side_effects if not model.is_pinned else None
        effects = SideEffects(declared) if declared else kind.effects_of(config)
        return Step(
            id=step_id,
            type=kind,
            model=model,
            config=config,
            inputs=compile_inputs(model.input_mappings, model.literals),
            outputs=compile_outputs(step_id, model.output_mappings),
            ways=self._ways(model),
            default=self._default(model),
            on_error=effective_on_error(self.definition, model),
            effects=effects,
            timeout_seconds=effective_timeout(self.definition, model),
            required_fields=self._required(model),
            output_schema=self._schema(model),
            fork=_fork_plan(config) if kind.type == "PARALLEL_FORK_MANAGER" and not model.is_pinned else None,
            sees_execution=effects is not SideEffects.NONE or "execution" in model.model_dump_json(),
        )

    def _required(self, model: StepInstance) -> tuple[Path, ...]:
        return (
            tuple(compile_path(text) for text in model.output_validation.required_fields)
            if model.output_validation
            else ()
        )

    def _schema(self, model: StepInstance) -> Validator | None:
        schema = model.output_validation.schema_ if model.output_validation else None
        return compile_schema(schema) if schema is not None else None

    def _ways(self, model: StepInstance) -> tuple[Way, ...]:
        source = model.step_instance_id
        return tuple(
            Way(
                target=way.next_step_instance_id,
                limit=way.max_transitions,
                edge=self.edge(source, EdgeKind.CONDITION, index),
                condition=compile_condition(way.condition),
                text=way.condition,
            )
            for index, way in enumerate(model.transitions)
        )

    def _default(self, model: StepInstance) -> Way | None:
        target = model.default_next_step_instance_id
        if target is None:
            return None
        edge = self.edge(model.step_instance_id, EdgeKind.DEFAULT, 0)
        return Way(target=target, limit=model.default_next_max_transitions, edge=edge)

    def edge(self, source: str, kind: EdgeKind, index: int) -> str | None:
        """The counter's name of an edge that lies in a cycle. Others are taken once at the most and not counted."""
        return f"{source}:{kind}:{index}" if (source, kind, index) in self._cycles else None

    def jump(self, source: str, target: str, kind: EdgeKind) -> Way:
        """A fallback or a time-out edge."""
        return Way(target=target, limit=JUMP_LIMIT, edge=self.edge(source, kind, 0))


def _pinned(kind: StepType, output: Any) -> StepType:
    """A step of a draft whose output is pinned gives it and does nothing; a published version has none."""
    return replace(kind, type=kind.type, run=lambda *_: Output(output), side_effects=SideEffects.NONE, lazy=True)


def _fork_plan(config: Any) -> ForkPlan:
    aggregation = config.aggregation_config
    return ForkPlan(
        branches=tuple(
            Branch(
                id=branch.branch_id,
                step=branch.step_instance_id,
                condition=compile_condition(branch.condition) if branch.condition is not None else None,
                inputs=compile_inputs(branch.input_mappings or {}, branch.literals or {}),
            )
            for branch in config.parallel_branches
        ),
        items_path=config.items_path,
        strategy=aggregation.strategy,
        data_path=compile_path(aggregation.data_path or "$"),
        fail_on_branch_error=aggregation.fail_on_branch_error,
        tolerated_percentage=aggregation.tolerated_failure_percentage,
        max_concurrency=aggregation.max_concurrency,
    )
