"""Joining two tables in memory: a hash join that keeps the order of the rows and knows the size of its result first."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import partial

from flows.definition.errors import PermanentStepError
from flows.steps.base import Json
from flows.steps.csv_tables import Table
from flows.steps.rendering import as_text, compact
from flows.steps.transform_base import MAX_RESULT_BYTES, MAX_ROWS, invalid_input


class JoinType(StrEnum):
    """Which rows without a partner are kept."""

    INNER = "inner"
    LEFT = "left"
    RIGHT = "right"
    OUTER = "outer"


@dataclass(frozen=True, slots=True)
class Keys:
    """The key columns of the left and the right side, pairwise."""

    left: tuple[str, ...]
    right: tuple[str, ...]

    @property
    def merged(self) -> tuple[str, ...]:
        """Key columns with one name on both sides: they appear once."""
        return tuple(left for left, right in zip(self.left, self.right, strict=True) if left == right)


@dataclass(frozen=True, slots=True)
class _Columns:
    """(name in the source, name in the result) of the columns taken from each side."""

    left: tuple[tuple[str, str], ...]
    right: tuple[tuple[str, str], ...]
    merged: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(name for _, name in (*self.left, *self.right))


Pair = tuple[int | None, int | None]


def join(left: Table, right: Table, *, keys: Keys, join_type: JoinType, right_columns: list[str] | None) -> Table:
    """The joined table. Rows follow the left side (for RIGHT the right one); right rows without a partner come last.

    PermanentStepError `result_too_large` before anything over 1,000,000 rows or 16 MiB is built.
    """
    columns = _columns(left, right, keys, right_columns)
    blank = sum(len(compact(name)) + 6 for name in columns.names)
    pairs = list(_limited(_pairs(left, right, keys, join_type), left, right, blank=blank))
    return Table(columns.names, [_row(left, right, columns, pair) for pair in pairs])


def _columns(left: Table, right: Table, keys: Keys, right_columns: list[str] | None) -> _Columns:
    merged = keys.merged
    wanted = right.columns if right_columns is None else dict.fromkeys(right_columns)
    taken = [name for name in wanted if name not in merged]
    clashing = set(taken).intersection(left.columns)
    left_columns = left.columns or merged
    result = _Columns(
        tuple((name, f"{name}_left" if name in clashing else name) for name in left_columns),
        tuple((name, f"{name}_right" if name in clashing else name) for name in taken),
        merged,
    )
    doubled = [name for name, count in Counter(result.names).items() if count > 1]
    if doubled:
        raise invalid_input("right_source", f"the joined table would have two columns '{doubled[0]}'; rename one")
    return result


def _pairs(left: Table, right: Table, keys: Keys, join_type: JoinType) -> Iterator[Pair]:
    if join_type is JoinType.RIGHT:
        flipped = _matches(right, left, keys.right, keys.left, sides=("right_source", "left_source"), keep=True)
        yield from ((left_index, right_index) for right_index, left_index in flipped)
        return
    met: set[int | None] = set()
    keep = join_type in (JoinType.LEFT, JoinType.OUTER)
    for pair in _matches(left, right, keys.left, keys.right, sides=("left_source", "right_source"), keep=keep):
        met.add(pair[1])
        yield pair
    if join_type is JoinType.OUTER:
        yield from ((None, index) for index in range(len(right.rows)) if index not in met)


def _matches(
    outer: Table,
    inner: Table,
    outer_keys: tuple[str, ...],
    inner_keys: tuple[str, ...],
    *,
    sides: tuple[str, str],
    keep: bool,
) -> Iterator[Pair]:
    """(outer row, inner row) by position; with `keep`, (outer row, None) for a row without a partner."""
    partners: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for index in range(len(inner.rows)):
        key = _key(inner, index, inner_keys, field=sides[1])
        if key is not None:
            partners[key].append(index)
    for index in range(len(outer.rows)):
        key = _key(outer, index, outer_keys, field=sides[0])
        found = partners.get(key) if key is not None else None
        if found:
            yield from ((index, partner) for partner in found)
        elif keep:
            yield index, None


def _key(table: Table, index: int, names: tuple[str, ...], *, field: str) -> tuple[str, ...] | None:
    values = [table.rows[index].get(name) for name in names]
    for name, value in zip(names, values, strict=True):
        if isinstance(value, dict | list):
            raise invalid_input(f"{field}[{index}].{name}", "a key must be a text, a number or a boolean")
    return None if None in values else tuple(_key_text(value) for value in values)


def _key_text(value: Json) -> str:
    return str(int(value)) if isinstance(value, float) and value.is_integer() else as_text(value)


def _limited(pairs: Iterator[Pair], left: Table, right: Table, *, blank: int) -> Iterator[Pair]:
    """The pairs, until their JSON would be too large; `blank` is the size of a row of nulls."""
    left_size, right_size = partial(_size, left, {}), partial(_size, right, {})
    size = 0
    for count, pair in enumerate(pairs, 1):
        size += blank + left_size(pair[0]) + right_size(pair[1])
        if count > MAX_ROWS or size > MAX_RESULT_BYTES:
            raise PermanentStepError(
                "result_too_large",
                "The joined table is over 1,000,000 rows or 16 MiB; join fewer rows, or choose keys that repeat less.",
            )
        yield pair


def _size(table: Table, sizes: dict[int, int], index: int | None) -> int:
    if index is None:
        return 0
    if index not in sizes:
        sizes[index] = len(compact(list(table.rows[index].values())))
    return sizes[index]


def _row(left: Table, right: Table, columns: _Columns, pair: Pair) -> dict[str, Json]:
    left_row = {} if pair[0] is None else left.rows[pair[0]]
    right_row = {} if pair[1] is None else right.rows[pair[1]]
    row = {name: left_row.get(source) for source, name in columns.left}
    row.update((name, right_row.get(source)) for source, name in columns.right)
    if pair[0] is None:
        row.update((name, right_row.get(name)) for name in columns.merged)
    return row
