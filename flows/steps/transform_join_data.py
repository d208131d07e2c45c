"""`system/join-data`: joins two tables on key columns, as SQL does."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any, Self

from pydantic import Field, model_validator

from flows.definition.errors import PermanentStepError
from flows.steps.base import Json, StepContext
from flows.steps.csv_tables import Table, TableFormat, read_table, write_csv
from flows.steps.joining import JoinType, Keys, join
from flows.steps.transform_base import MAX_RESULT_BYTES, ModuleInput, invalid_input, module_step

Name = Annotated[str, Field(min_length=1)]


class KeyMapping(ModuleInput):
    """A key column that is named differently on the two sides."""

    left: Name
    right: Name


class OutputFormat(StrEnum):
    """How the joined table is written."""

    JSON = "json"
    CSV = "csv"


class JoinInput(ModuleInput):
    """Two tables and how to join them; exactly one of `join_keys` and `key_mappings`."""

    left_source: Any
    left_format: TableFormat = TableFormat.JSON
    right_source: Any
    right_format: TableFormat = TableFormat.JSON
    join_keys: Annotated[list[Name], Field(min_length=1, max_length=32)] | None = None
    key_mappings: Annotated[list[KeyMapping], Field(min_length=1, max_length=32)] | None = None
    join_type: JoinType = JoinType.INNER
    right_select_columns: list[str] | None = None
    output_format: OutputFormat = OutputFormat.JSON

    @model_validator(mode="after")
    def _one_kind_of_keys(self) -> Self:
        if (self.join_keys is None) == (self.key_mappings is None):
            raise ValueError("give exactly one of join_keys and key_mappings")
        return self

    def keys(self) -> Keys:
        """The key columns of both sides, in the same order."""
        if self.key_mappings is not None:
            return Keys(tuple(key.left for key in self.key_mappings), tuple(key.right for key in self.key_mappings))
        names = tuple(self.join_keys or ())
        return Keys(names, names)


def work(given: JoinInput, ctx: StepContext) -> Json:
    """{`result`, `rowCount`}: a list of objects that all have all columns (null where nothing matched), or CSV."""
    left = read_table(given.left_source, given.left_format, field="left_source")
    right = read_table(given.right_source, given.right_format, field="right_source")
    keys = given.keys()
    _check_columns(left, keys.left, field="left_source")
    _check_columns(right, keys.right, field="right_source")
    if given.right_select_columns is not None:
        _check_columns(right, tuple(given.right_select_columns), field="right_select_columns")
    joined = join(left, right, keys=keys, join_type=given.join_type, right_columns=given.right_select_columns)
    if given.output_format is OutputFormat.JSON:
        return {"result": joined.rows, "rowCount": len(joined.rows)}
    return {"result": _fitting(write_csv(joined.columns, joined.rows)), "rowCount": len(joined.rows)}


def _check_columns(table: Table, wanted: tuple[str, ...], *, field: str) -> None:
    known = set(table.columns)
    missing = [name for name in wanted if name not in known]
    if missing and known:
        there = ", ".join(table.columns[:10])
        raise invalid_input(field, f"there is no column '{missing[0]}'; the columns are {there}")


def _fitting(text: str) -> str:
    if len(text.encode()) > MAX_RESULT_BYTES:
        raise PermanentStepError("result_too_large", "The joined table is over 16 MiB; join fewer rows or columns.")
    return text


STEP = module_step(
    module="system/join-data",
    label="Join two tables",
    icon="combine",
    help=(
        "Joins two tables, each a list of objects or CSV text with a header line. Keys are compared as text, so the "
        "number 1 meets the CSV value 1; null keys meet nothing. Columns that both sides have get _left and _right. "
        "right_select_columns keeps only these columns of the right side."
    ),
    model=JoinInput,
    work=work,
    output_keys=("result", "rowCount"),
    defaults={"left_format": "json", "right_format": "json", "join_keys": ["id"], "join_type": "inner"},
)
