"""Finds every marked value of a raw document by the marks in a model: expressions, mappings, references."""

from __future__ import annotations

import types
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel

from flows.definition.fields import Marker

Keys = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Mark:
    """A marked value: where it stands, and the object it stands in."""

    marker: Marker
    value: Any
    keys: Keys
    owner: Mapping[str, Any]


@dataclass(slots=True)
class _Plan:
    """Where a type has marks: on itself, below its fields, below any key, below any item."""

    marks: list[Marker] = field(default_factory=list)
    fields: dict[str, _Plan] = field(default_factory=dict)
    values: list[_Plan] = field(default_factory=list)
    items: list[_Plan] = field(default_factory=list)

    def empty(self) -> bool:
        """Whether nothing in it is marked."""
        return not (self.marks or self.fields or self.values or self.items)


def marked(model: type[BaseModel], document: Any, base: Keys = ()) -> Iterator[Mark]:
    """Every marked value in a document that is meant to be a `model`; `base` is where the document stands.

    Never raises: what has not the expected shape is passed over, for the model refuses it.
    """
    todo: list[tuple[_Plan, Any, Keys, Mapping[str, Any]]] = [(_plan_of(model), document, base, {})]
    while todo:
        plan, value, keys, owner = todo.pop()
        for marker in plan.marks:
            yield Mark(marker, value, keys, owner)
        todo.extend(reversed(list(_below(plan, value, keys))))


def _below(plan: _Plan, value: Any, keys: Keys) -> Iterator[tuple[_Plan, Any, Keys, Mapping[str, Any]]]:
    if isinstance(value, dict):
        for name, below in plan.fields.items():
            if name in value:
                yield below, value[name], (*keys, name), value
        for below in plan.values:
            for name, item in value.items():
                yield below, item, (*keys, name), value
    elif isinstance(value, list):
        for below in plan.items:
            for index, item in enumerate(value):
                yield below, item, (*keys, index), {}


@lru_cache(maxsize=512)
def _plan_of(model: type[BaseModel]) -> _Plan:
    return _read(model, {})


def _read(annotation: Any, known: dict[type[BaseModel], _Plan]) -> _Plan:
    """The plan of a type; `known` ends the recursion of models that contain themselves."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return _read_model(annotation, known)
    origin, args = get_origin(annotation), get_args(annotation)
    plan = _Plan()
    if origin is Annotated:
        _join(plan, _read(args[0], known))
        plan.marks.extend(each for each in args[1:] if isinstance(each, Marker))
    elif origin in (Union, types.UnionType):
        for each in args:
            _join(plan, _read(each, known))
    elif origin in (list, tuple, Sequence):
        plan.items.extend(below for each in args[:1] if not (below := _read(each, known)).empty())
    elif origin in (dict, Mapping):
        plan.values.extend(below for each in args[1:] if not (below := _read(each, known)).empty())
    return plan


def _read_model(model: type[BaseModel], known: dict[type[BaseModel], _Plan]) -> _Plan:
    if model in known:
        return known[model]
    plan = known[model] = _Plan()
    for name, info in model.model_fields.items():
        below = _Plan()
        _join(below, _read(info.annotation, known))
        below.marks.extend(each for each in info.metadata if isinstance(each, Marker))
        if not below.empty():
            plan.fields[info.alias or name] = below
    return plan


def _join(plan: _Plan, other: _Plan) -> None:
    plan.marks.extend(other.marks)
    plan.fields.update(other.fields)
    plan.values.extend(other.values)
    plan.items.extend(other.items)
