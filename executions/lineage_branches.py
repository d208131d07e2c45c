"""The branches of a fork: what their definition writes to their contexts, and from where."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from executions.lineage import Place, Told
from executions.lineage_paths import path_reads, related, template_reads
from flows.definition.context import Key, path_text
from flows.definition.expression_error import ExpressionError
from flows.definition.jsonpath import compile_target


@dataclass(frozen=True, slots=True)
class Branch:
    """A branch of a fork as its definition has it."""

    id: str
    step: str
    condition: str | None
    inputs: Mapping[str, str]
    literals: Mapping[str, Any]

    @property
    def writes(self) -> list[Place]:
        """The members of the branch's context that its inputs write."""
        return [(keys[0],) for text in (*self.inputs, *self.literals) if (keys := target_keys(text))]


def target_keys(text: str) -> Place:
    """The keys of a target in a step's input; none for text that is no target."""
    try:
        return compile_target(text, relative=True)
    except ExpressionError:
        return ()


def branches_of(step: Mapping[str, Any]) -> list[Branch]:
    """The branches of a fork's definition."""
    return [
        Branch(
            id=each["branchId"],
            step=each["stepInstanceId"],
            condition=each.get("condition"),
            inputs={target: _source(source) for target, source in (each.get("inputMappings") or {}).items()},
            literals=each.get("literals") or {},
        )
        for each in step.get("parallelBranches") or ()
    ]


def _source(source: Any) -> str:
    return source if isinstance(source, str) else str(source["path"])


def item_told(items: str, index: int, place: Place) -> Told:
    """The element that a fork gave a branch."""
    reads = path_reads(items)
    whole = reads[0].place if reads else None
    source = path_text((*whole, index, *place[1:])) if whole is not None else items
    return Told(path_text(place[:1]), items, (source,))


def input_told(branch: Branch, keys: Place, place: Place) -> Told:
    """The input of a branch that wrote a member of its context: the last one that has to do with the place."""
    told = Told(path_text(keys))
    for text, source in branch.inputs.items():
        if related(target_keys(text), place):
            rest = place[len(target_keys(text)) :]
            told = Told(text, source, tuple(deepened(each.text, each.place, rest) for each in path_reads(source)))
    for text, value in branch.literals.items():
        if related(target_keys(text), place):
            shown = value if isinstance(value, str) else None
            told = Told(text, shown, tuple(each.text for each in template_reads(shown)) if shown else ())
    return told


def deepened(text: str, place: Sequence[Key] | None, deeper: Sequence[Key]) -> str:
    """What is read of a path when only a part of its value is asked for."""
    return path_text((*place, *deeper)) if place is not None and deeper else text
