"""The raw baseline: the rows of runs that were just measured, written once more by the bare driver.

The copies go to twin tables with the same columns, constraints and indexes in the same database, with the same
durability. As the engine does, all runs are created in one transaction, then each is finished in one of its own: its
step rows and events are inserted and its own row is updated.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import psycopg

TABLES = ("executions_execution", "executions_stepexecution", "executions_executionevent")
RUN_COLUMN = ("id", "execution_id", "execution_id")
FINISH = "UPDATE {twin} SET status = {mark}, output = {mark}, state = {mark}, ended_at = {mark} WHERE id = {mark}"

Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Rows:
    """What one run left behind: for each table its rows, and what its last update sets."""

    inserts: tuple[list[Row], ...]
    finish: Row


@dataclass(frozen=True, slots=True)
class Database:
    """Where to write: the path of an SQLite file or the URL of a PostgreSQL database."""

    target: str

    @property
    def is_postgres(self) -> bool:
        """Whether `target` is a URL."""
        return self.target.startswith("postgresql:")

    @property
    def mark(self) -> str:
        """A parameter's place in a statement."""
        return "%s" if self.is_postgres else "?"

    def connect(self) -> Any:
        """A bare connection in the driver's manual-commit mode, as durable as the product's."""
        if self.is_postgres:
            return psycopg.connect(self.target)
        connection = sqlite3.connect(self.target, timeout=20)
        connection.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-16000;")
        return connection


def sqlite_database(folder: Path) -> Database:
    """The database of an embedded installation."""
    return Database(str(folder / "data" / "allma.sqlite3"))


def runs_per_second(database: Database, flow_id: str, *, writers: int) -> float:
    """How many runs of the flow the bare driver writes in a second with so many writer processes."""
    runs = _runs_of(database, flow_id)
    _make_twins(database)
    shares = [runs[index::writers] for index in range(writers)]
    with ProcessPoolExecutor(writers) as pool:
        list(pool.map(_warm, [database] * writers))
        begun = time.perf_counter()
        _create(database, runs)
        list(pool.map(_finish, [database] * writers, shares))
        elapsed = time.perf_counter() - begun
    return len(runs) / elapsed


def visit_starts(database: Database, run_id: str) -> list[float]:
    """When each visit of a run began, in order, in milliseconds since 1970, finer than the API tells."""
    key = run_id if database.is_postgres else run_id.replace("-", "")
    query = f"SELECT started_at FROM executions_stepexecution WHERE execution_id = {database.mark} ORDER BY seq"
    with closing(database.connect()) as connection:
        cursor = connection.cursor()
        cursor.execute(query, [key])
        moments = [row[0] for row in cursor.fetchall()]
    return [
        (moment if isinstance(moment, datetime) else datetime.fromisoformat(moment)).timestamp() * 1000
        for moment in moments
    ]


def _runs_of(database: Database, flow_id: str) -> list[Rows]:
    with closing(database.connect()) as connection:
        cursor = connection.cursor()
        key = flow_id if database.is_postgres else flow_id.replace("-", "")
        run_ids = f"SELECT id FROM executions_execution WHERE flow_id = {database.mark}"
        tables = []
        for table, column in zip(TABLES, RUN_COLUMN, strict=True):
            cursor.execute(f"SELECT * FROM {table} WHERE {column} IN ({run_ids})", [key])
            tables.append((cursor.fetchall(), [field[0] for field in cursor.description]))
    return _by_run(tables)


def _by_run(tables: Sequence[tuple[list[Row], list[str]]]) -> list[Rows]:
    grouped: list[dict[Any, list[Row]]] = []
    for (rows, names), column in zip(tables, RUN_COLUMN, strict=True):
        place = names.index(column)
        groups: dict[Any, list[Row]] = {}
        for row in rows:
            groups.setdefault(row[place], []).append(row)
        grouped.append(groups)
    names = tables[0][1]
    places = [names.index(name) for name in ("status", "output", "state", "ended_at", "id")]
    return [
        Rows(
            tuple(groups.get(run_id, []) for groups in grouped),
            tuple(run[0][place] for place in places),
        )
        for run_id, run in grouped[0].items()
    ]


def _make_twins(database: Database) -> None:
    with closing(database.connect()) as connection:
        cursor = connection.cursor()
        for table in TABLES:
            cursor.execute(f"DROP TABLE IF EXISTS {_twin(table)}")
            if database.is_postgres:
                cursor.execute(f"CREATE TABLE {_twin(table)} (LIKE {table} INCLUDING ALL)")
            else:
                _make_sqlite_twin(cursor, table)
        connection.commit()


def _make_sqlite_twin(cursor: Any, table: str) -> None:
    cursor.execute("SELECT sql, name FROM sqlite_master WHERE tbl_name = ? AND sql IS NOT NULL", [table])
    for statement, name in cursor.fetchall():
        cursor.execute(statement.replace(f'"{table}"', _twin(table)).replace(f'"{name}"', f"raw_{name}", 1))


def _warm(database: Database) -> None:
    database.connect().close()


def _create(database: Database, runs: Sequence[Rows]) -> None:
    with closing(database.connect()) as connection:
        _insert(database, connection.cursor(), 0, [row for run in runs for row in run.inserts[0]])
        connection.commit()


def _finish(database: Database, runs: Sequence[Rows]) -> None:
    statement = FINISH.format(twin=_twin(TABLES[0]), mark=database.mark)
    with closing(database.connect()) as connection:
        cursor = connection.cursor()
        for run in runs:
            _insert(database, cursor, 1, run.inserts[1])
            _insert(database, cursor, 2, run.inserts[2])
            cursor.execute(statement, run.finish)
            connection.commit()


def _insert(database: Database, cursor: Any, table: int, rows: Sequence[Row]) -> None:
    if rows:
        marks = ", ".join([database.mark] * len(rows[0]))
        cursor.executemany(f"INSERT INTO {_twin(TABLES[table])} VALUES ({marks})", rows)


def _twin(table: str) -> str:
    return f"raw_{table}"
