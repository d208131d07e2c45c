"""JSON Patch (RFC 6902): `json_patch(a, b)` finds one, `apply_patch(document, ops)` applies any.

Documents are never changed in place; what is equal is shared. Equality is JSON's: `true` is not `1`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flows.definition.scope import Lazy

Op = dict[str, Any]
MAX_LIST_OPS = 200


class PatchError(ValueError):
    """A patch that is not one, or does not fit its document. `index` is that of the operation."""

    def __init__(self, message: str, *, index: int) -> None:
        super().__init__(f"operation {index}: {message}")
        self.message = message
        self.index = index


def pointer(keys: Iterable[str | int]) -> str:
    """The JSON Pointer (RFC 6901) of a sequence of keys."""
    return "".join(f"/{str(key).replace('~', '~0').replace('/', '~1')}" for key in keys)


def keys_of(text: str) -> list[str]:
    """The keys of a JSON Pointer, as text; ValueError when it is not one."""
    if text and not text.startswith("/"):
        raise ValueError(f"{text[:80]!r} is not a JSON Pointer: it must be empty or begin with /")
    return [part.replace("~1", "/").replace("~0", "~") for part in text.split("/")[1:]]


def same(a: Any, b: Any) -> bool:
    """Whether two JSON values are equal; `true` is not `1`, key order is nothing, lazy leaves are not loaded."""
    todo = [(a, b)]
    while todo:
        left, right = todo.pop()
        if left is right:
            continue
        if isinstance(left, dict) and isinstance(right, dict):
            if left.keys() != right.keys():
                return False
            todo.extend((value, right[key]) for key, value in left.items())
        elif isinstance(left, list) and isinstance(right, list):
            if len(left) != len(right):
                return False
            todo.extend(zip(left, right, strict=True))
        elif type(left) is Lazy and type(right) is Lazy:
            if left.sha256 != right.sha256:
                return False
        elif isinstance(left, bool) != isinstance(right, bool) or left != right:
            return False
    return True


def json_patch(a: Any, b: Any) -> list[Op]:
    """Operations (add, remove, replace) that make `b` of `a`; none when they are equal.

    Objects that are the same object are not looked into. Lists are compared by what they begin and end with alike.
    """
    ops: list[Op] = []
    todo: list[tuple[str, Any, Any]] = [("", a, b)]
    while todo:
        path, left, right = todo.pop()
        if left is right:
            continue
        if isinstance(left, dict) and isinstance(right, dict):
            todo.extend(reversed(_object_ops(path, left, right, ops)))
        elif isinstance(left, list) and isinstance(right, list):
            todo.extend(reversed(_list_ops(path, left, right, ops)))
        elif not same(left, right):
            ops.append({"op": "replace", "path": path, "value": right})
    return ops


def _child(path: str, key: str | int) -> str:
    return f"{path}/{str(key).replace('~', '~0').replace('/', '~1')}"


def _object_ops(path: str, left: dict[str, Any], right: dict[str, Any], ops: list[Op]) -> list[tuple[str, Any, Any]]:
    """Adds and removes of keys go to `ops`; what both have is given back to compare."""
    ops.extend({"op": "remove", "path": _child(path, key)} for key in left if key not in right)
    ops.extend(
        {"op": "add", "path": _child(path, key), "value": value} for key, value in right.items() if key not in left
    )
    return [
        (_child(path, key), value, right[key])
        for key, value in left.items()
        if key in right and value is not right[key]
    ]


def _list_ops(path: str, left: list[Any], right: list[Any], ops: list[Op]) -> list[tuple[str, Any, Any]]:
    """The middle that differs: paired places are given back to compare, the rest is removed or added."""
    start, end = _common_ends(left, right)
    gone, new = left[start : len(left) - end], right[start : len(right) - end]
    if abs(len(gone) - len(new)) > MAX_LIST_OPS:
        ops.append({"op": "replace", "path": path, "value": right})
        return []
    paired = min(len(gone), len(new))
    ops.extend({"op": "remove", "path": _child(path, start + place)} for place in range(len(gone) - 1, paired - 1, -1))
    ops.extend(
        {"op": "add", "path": _child(path, start + place), "value": new[place]} for place in range(paired, len(new))
    )
    return [(_child(path, start + place), gone[place], new[place]) for place in range(paired)]


def _common_ends(left: list[Any], right: list[Any]) -> tuple[int, int]:
    shortest = min(len(left), len(right))
    start = 0
    while start < shortest and (left[start] is right[start] or same(left[start], right[start])):
        start += 1
    end = 0
    while end < shortest - start and (left[-1 - end] is right[-1 - end] or same(left[-1 - end], right[-1 - end])):
        end += 1
    return start, end


def apply_patch(document: Any, ops: Any) -> Any:
    """The document with an RFC 6902 patch applied, all of it or PatchError; the document itself stays as it was."""
    if not isinstance(ops, list):
        raise PatchError("a patch is a list of operations", index=0)
    patcher = _Patcher(document)
    for index, op in enumerate(ops):
        patcher.index = index
        patcher.apply(op)
    return patcher.document


class _Patcher:
    """Copies a container when it is first changed and edits its own copies in place, so a long patch stays cheap."""

    def __init__(self, document: Any) -> None:
        self.document = document
        self.index = 0
        self._own: dict[int, Any] = {}

    def apply(self, op: Any) -> None:
        """One operation; PatchError when it is not one or does not fit."""
        if not isinstance(op, dict):
            raise self._refuse("an operation is an object")
        kind, keys = op.get("op"), self._keys(op, "path")
        if kind == "remove":
            self._remove(keys)
        elif kind in ("move", "copy"):
            self._transfer(kind, self._keys(op, "from"), keys)
        elif kind in ("add", "replace", "test"):
            if "value" not in op:
                raise self._refuse("`value` is missing")
            self._give(kind, keys, op["value"])
        else:
            raise self._refuse("`op` must be add, remove, replace, move, copy or test")

    def _refuse(self, message: str) -> PatchError:
        return PatchError(message, index=self.index)

    def _keys(self, op: Op, field: str) -> list[str]:
        text = op.get(field)
        if not isinstance(text, str):
            raise self._refuse(f"`{field}` must be a JSON Pointer")
        try:
            return keys_of(text)
        except ValueError as error:
            raise self._refuse(f"`{field}`: {error}") from error

    def _give(self, kind: str, keys: list[str], value: Any) -> None:
        if kind == "test":
            if not same(self._get(keys), value):
                raise self._refuse(f"test failed: the value at {_name(keys)} is another")
        elif not keys:
            self.document = value
        elif kind == "add":
            self._insert(keys, value)
        else:
            parent = self._parent(keys)
            parent[self._existing(parent, keys)] = value

    def _transfer(self, kind: str, source: list[str], keys: list[str]) -> None:
        value = self._get(source)
        if keys == source:
            return
        if kind == "move":
            if keys[: len(source)] == source:
                raise self._refuse("a value cannot be moved into itself")
            self._remove(source)
        else:
            self._own.clear()
        if keys:
            self._insert(keys, value)
        else:
            self.document = value

    def _get(self, keys: list[str]) -> Any:
        node = self.document
        for depth in range(len(keys)):
            node = node[self._existing(node, keys[: depth + 1])]
        return node

    def _insert(self, keys: list[str], value: Any) -> None:
        parent, key = self._parent(keys), keys[-1]
        if isinstance(parent, dict):
            parent[key] = value
        elif key == "-":
            parent.append(value)
        else:
            parent.insert(self._place(keys, size=len(parent) + 1), value)

    def _remove(self, keys: list[str]) -> None:
        if not keys:
            raise self._refuse("the whole document cannot be removed")
        parent = self._parent(keys)
        del parent[self._existing(parent, keys)]

    def _parent(self, keys: list[str]) -> Any:
        """The container of the last key, ours to edit; so is every container above it."""
        self.document = node = self._owned(self.document, keys[:0])
        for depth in range(1, len(keys)):
            key = self._existing(node, keys[:depth])
            node[key] = self._owned(node[key], keys[:depth])
            node = node[key]
        return node

    def _owned(self, node: Any, keys: list[str]) -> Any:
        if not isinstance(node, dict | list):
            raise self._refuse(f"{_name(keys)} is no object or list, so it has nothing inside")
        if id(node) in self._own:
            return node
        copied = node.copy()
        self._own[id(copied)] = copied
        return copied

    def _existing(self, parent: Any, keys: list[str]) -> str | int:
        """The last of `keys` as the key of an existing child of `parent`."""
        if isinstance(parent, dict):
            if keys[-1] in parent:
                return keys[-1]
        elif isinstance(parent, list):
            return self._place(keys, size=len(parent))
        raise self._refuse(f"there is nothing at {_name(keys)}")

    def _place(self, keys: list[str], *, size: int) -> int:
        """The last of `keys` as a list index below `size`."""
        key = keys[-1]
        digits = key.isascii() and key.isdigit() and len(key) <= 9 and (key == "0" or key[0] != "0")
        if not digits or int(key) >= size:
            raise self._refuse(f"{_name(keys)}: not a place in its list")
        return int(key)


def _name(keys: list[str]) -> str:
    return pointer(keys)[:200] or "the root"
