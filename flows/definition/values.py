"""JSON whose string leaves are paths and templates. Source: flow-definition, section 5.

A string that is wholly `$...` is a JSONPath and keeps the type of what it finds, `$$...` starts a literal dollar, any
other string is a template. Only values are rendered, never keys.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from flows.definition.context import segment_text
from flows.definition.errors import StepError
from flows.definition.explain import why_missing
from flows.definition.expression_error import ExpressionError
from flows.definition.jsonpath import Path, compile_path
from flows.definition.mapping_event import MATCHED_NOTHING, EventKind, MappingEvent, failed, succeeded
from flows.definition.preview import Mask
from flows.definition.scope import MISSING, Scope, materialise
from flows.definition.templates import Template, compile_template

Json = Any
Record = Callable[[MappingEvent], None]


class Names(Mapping[str, Any]):
    """The names a template sees: the step's own input laid over the roots of the scope. Nothing is copied."""

    __slots__ = ("_local", "_scope")

    def __init__(self, scope: Scope, local: Mapping[str, Any]) -> None:
        self._scope = scope
        self._local = local

    def __getitem__(self, name: str) -> Any:
        if name in self._local:
            return self._local[name]
        value = self._scope.first(name)
        if value is MISSING:
            raise KeyError(name)
        return value

    def __iter__(self) -> Iterator[str]:
        return iter(dict.fromkeys([*self._local, *self._scope.names()]))

    def __len__(self) -> int:
        return len(dict.fromkeys([*self._local, *self._scope.names()]))

    def __bool__(self) -> bool:
        return True


@dataclass(frozen=True, slots=True)
class _Rendering:
    scope: Scope
    names: Names
    record: Record | None
    kind: str
    mask: Mask | None

    def note(self, event: MappingEvent) -> None:
        if self.record is not None:
            self.record(event)


class _Constant:
    """A value without a path or template in it."""

    __slots__ = ("value",)

    def __init__(self, value: Json) -> None:
        self.value = value

    def render(self, rendering: _Rendering, target: str) -> Json:
        return self.value


class _PathLeaf:
    __slots__ = ("_path",)

    def __init__(self, path: Path) -> None:
        self._path = path

    def render(self, rendering: _Rendering, target: str) -> Json:
        path = self._path
        try:
            value = path.read(rendering.scope)
        except StepError as error:
            rendering.note(failed(rendering.kind, target, path.text, error.message, error=True))
            raise
        if value is MISSING:
            reason = why_missing(path, rendering.scope)
            rendering.note(failed(rendering.kind, target, path.text, reason, error=False))
        elif rendering.record is not None:
            event = succeeded(rendering.kind, target, path.text, value, rendering.mask)
            if not path.singular and not value:
                event["reason"] = MATCHED_NOTHING
            rendering.record(event)
        return value


class _TemplateLeaf:
    __slots__ = ("_template", "_text")

    def __init__(self, text: str, template: Template) -> None:
        self._text = text
        self._template = template

    def render(self, rendering: _Rendering, target: str) -> Json:
        try:
            value = self._template.render(rendering.names)
        except StepError as error:
            rendering.note(failed(rendering.kind, target, self._text, error.message, error=True))
            raise
        if rendering.record is not None:
            rendering.record(succeeded(rendering.kind, target, self._text, value, rendering.mask))
        return value


class _Object:
    __slots__ = ("_members",)

    def __init__(self, members: dict[str, _Node]) -> None:
        self._members = [(key, segment_text(key), node) for key, node in members.items()]

    def render(self, rendering: _Rendering, target: str) -> Json:
        rendered: dict[str, Any] = {}
        for key, segment, node in self._members:
            value = node.render(rendering, target + segment)
            if value is not MISSING:
                rendered[key] = value
        return rendered


class _List:
    __slots__ = ("_elements",)

    def __init__(self, elements: list[_Node]) -> None:
        self._elements = elements

    def render(self, rendering: _Rendering, target: str) -> Json:
        values = [node.render(rendering, f"{target}[{index}]") for index, node in enumerate(self._elements)]
        return [None if value is MISSING else value for value in values]


_Node = _Constant | _PathLeaf | _TemplateLeaf | _Object | _List


class Templated:
    """A compiled value. `constant` says that rendering gives `value` itself, whatever the scope."""

    __slots__ = ("_node", "constant", "value")

    def __init__(self, node: _Node) -> None:
        self._node = node
        self.constant = isinstance(node, _Constant)
        self.value: Json = node.value if isinstance(node, _Constant) else None

    def render(
        self,
        scope: Scope,
        local: Mapping[str, Any],
        record: Record | None,
        target: str,
        *,
        kind: str = EventKind.TEMPLATE.value,
        mask: Mask | None = None,
    ) -> Json:
        """The value with every path and template leaf replaced, wholly loaded.

        A path that finds nothing leaves its key out of an object, is null in a list and None at the top, with a WARN
        event. `record` gets one event for each such leaf. Raises MappingError and PermanentStepError of templates and
        paths, after the ERROR event.
        """
        if self.constant:
            return self.value
        value = self.render_or_missing(scope, local, record, target, kind=kind, mask=mask)
        return None if value is MISSING else materialise(value)

    def render_or_missing(
        self,
        scope: Scope,
        local: Mapping[str, Any],
        record: Record | None,
        target: str,
        *,
        kind: str = EventKind.TEMPLATE.value,
        mask: Mask | None = None,
    ) -> Json:
        """As `render`, with MISSING for a path at the top that finds nothing, and lazy leaves left as they are."""
        if self.constant:
            return self.value
        return self._node.render(_Rendering(scope, Names(scope, local), record, kind, mask), target)


def compile_value(value: Json) -> Templated:
    """Compile any JSON value. Raises ExpressionError for a leaf that is no path or no template."""
    try:
        return Templated(_compile(value))
    except RecursionError:
        raise ExpressionError("The value is nested too deeply.", "Make it flatter.") from None


def _compile(value: Json) -> _Node:
    if isinstance(value, str):
        return _leaf(value)
    if isinstance(value, dict):
        members = {key: _compile(member) for key, member in value.items()}
        constant = all(isinstance(node, _Constant) and node.value is value[key] for key, node in members.items())
        return _Constant(value) if constant else _Object(members)
    if isinstance(value, list):
        elements = [_compile(element) for element in value]
        same = all(isinstance(node, _Constant) and node.value is raw for node, raw in zip(elements, value, strict=True))
        return _Constant(value) if same else _List(elements)
    return _Constant(value)


@lru_cache(maxsize=4096)
def _leaf(text: str) -> _Node:
    if text.startswith("$") and not text.startswith("$$"):
        return _PathLeaf(compile_path(text))
    template = compile_template(text[1:] if text.startswith("$$") else text)
    return _Constant(template.constant) if template.constant is not None else _TemplateLeaf(text, template)
