"""What a path can see: the context, and read-only views beside it. Source: flow-definition, section 4."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

RESERVED_ROOTS = frozenset(
    {"steps_output", "flow_variables", "initialContextData", "execution", "currentItem", "currentIndex", "error"}
)
WRITABLE_RESERVED = frozenset({"steps_output", "flow_variables"})
VIEWS = RESERVED_ROOTS - WRITABLE_RESERVED


class _Missing:
    """What a path that finds nothing gives."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "MISSING"

    def __bool__(self) -> bool:
        return False


MISSING = _Missing()


class Lazy:
    """A leaf of a context whose value lies in the blob store. Loaded when a path walks into it, then kept."""

    __slots__ = ("_load", "_value", "bytes", "sha256")

    def __init__(self, *, sha256: str, bytes: int, load: Callable[[str], Any]) -> None:
        self.sha256 = sha256
        self.bytes = bytes
        self._load = load
        self._value: Any = MISSING

    @property
    def value(self) -> Any:
        """The JSON value; an exception of the blob store when it is gone."""
        if self._value is MISSING:
            self._value = self._load(self.sha256)
        return self._value

    def keep(self, value: Any) -> None:
        """The value is at hand already: it need not be loaded."""
        self._value = value


def resolve(node: Any) -> Any:
    """A node that is not lazy at its top."""
    return node.value if type(node) is Lazy else node


def materialise(node: Any) -> Any:
    """The same JSON with every lazy leaf loaded; shares what holds none."""
    if type(node) is Lazy:
        return node.value
    if type(node) is dict:
        loaded = {key: materialise(value) for key, value in node.items()}
        return node if all(loaded[key] is node[key] for key in node) else loaded
    if type(node) is list:
        items = [materialise(value) for value in node]
        return node if all(a is b for a, b in zip(items, node, strict=True)) else items
    return node


class Scope:
    """A context (`root`, a JSON object never changed in place) and the views laid beside it.

    Views are seen only by paths that begin with their name: `$.*` and `$..x` meet the root alone.
    A view is a JSON value; `views` may hold any of `VIEWS`.
    """

    __slots__ = ("root", "views")

    def __init__(self, root: dict[str, Any], views: Mapping[str, Any]) -> None:
        self.root = root
        self.views = views

    def first(self, name: str) -> Any:
        """The value of a root name, from the views first; MISSING when there is none."""
        found = self.views.get(name, MISSING)
        return found if found is not MISSING else self.root.get(name, MISSING)

    def names(self) -> list[str]:
        """Every root name there is."""
        return [*self.root, *(name for name in self.views if name not in self.root)]

    def document(self, name: str | None) -> dict[str, Any]:
        """The root a path beginning with `name` is evaluated on, wholly loaded."""
        if name is not None and name in self.views:
            return {name: materialise(self.views[name])}
        loaded: dict[str, Any] = materialise(self.root)
        return loaded
