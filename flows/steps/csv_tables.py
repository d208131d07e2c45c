"""Tables of rows as CSV text (RFC 4180) or JSON."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from flows.steps.base import Json
from flows.steps.kinds import kind_of
from flows.steps.rendering import as_text
from flows.steps.strict_json import BadJsonError, parse_json
from flows.steps.transform_base import MAX_RESULT_BYTES, invalid_input

# The library's own limit, 128 KiB a value, is for the whole process and too small for documents in a column.
csv.field_size_limit(MAX_RESULT_BYTES)


class TableFormat(StrEnum):
    """How a table is written."""

    CSV = "csv"
    JSON = "json"


@dataclass(frozen=True, slots=True)
class Table:
    """Rows, and their columns in the order of their first appearance. A row may lack a column."""

    columns: tuple[str, ...]
    rows: list[dict[str, Json]]


def read_table(source: Json, form: TableFormat, *, field: str) -> Table:
    """A table from CSV text with a header line (values stay text), a list of objects, or the JSON text of one.

    PermanentStepError `invalid_module_input` naming the field and the row.
    """
    return _from_csv(source, field=field) if form is TableFormat.CSV else _from_json(source, field=field)


def write_csv(columns: Iterable[str], rows: Iterable[dict[str, Json]]) -> str:
    """CSV with a header line; null as nothing, objects and lists as JSON."""
    names = list(columns)
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(names)
    writer.writerows([as_text(row.get(name)) for name in names] for row in rows)
    return text.getvalue()


def _from_csv(source: Json, *, field: str) -> Table:
    if not isinstance(source, str):
        raise invalid_input(field, f"is {kind_of(source)}; csv is a text with a header line")
    lines = csv.reader(io.StringIO(source.removeprefix("\ufeff"), newline=""), strict=True)
    try:
        header = tuple(next(lines, []))
        if len(set(header)) < len(header):
            raise invalid_input(field, "names a column twice in its header line")
        return Table(header, [_csv_row(header, line, lines.line_num, field) for line in lines if line])
    except csv.Error as error:
        raise invalid_input(field, f"is no CSV: {error} at line {lines.line_num}") from None


def _csv_row(header: tuple[str, ...], line: list[str], number: int, field: str) -> dict[str, Json]:
    if len(line) != len(header):
        raise invalid_input(field, f"has {len(line)} values at line {number} for {len(header)} columns")
    return dict(zip(header, line, strict=True))


def _from_json(source: Json, *, field: str) -> Table:
    rows = _parsed(source, field=field) if isinstance(source, str) else source
    if not isinstance(rows, list):
        raise invalid_input(field, f"is {kind_of(rows)}; json is a list of objects or the text of one")
    columns: dict[str, Any] = {}
    for index, row in enumerate(rows):
        if not isinstance(row, dict):
            raise invalid_input(f"{field}[{index}]", f"is {kind_of(row)}, not an object")
        columns.update(dict.fromkeys(row))
    return Table(tuple(columns), rows)


def _parsed(text: str, *, field: str) -> Json:
    try:
        return parse_json(text)
    except BadJsonError as error:
        raise invalid_input(field, f"is no JSON: {error}") from None
