"""What a bench says of its figures, and what it measures."""

from __future__ import annotations

import json
import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from flows.definition.model import FlowDefinition
from flows.definition.validate import validate
from flows.steps.registry import CATALOG
from tests.bench import baseline, memory
from tests.bench.baseline import Database, runs_per_second, visit_starts
from tests.bench.definitions import chain, fork, loop
from tests.bench.figures import Better, Figure, Report


def test_a_figure_is_judged_by_its_median() -> None:
    figure = Figure(name="rate", unit="runs/s", values=[100, 320, 310], target=300, baseline=620)
    assert (figure.median, figure.met, figure.ratio) == (310, True, 0.5)


@pytest.mark.parametrize(
    ("better", "value", "met"),
    [
        (Better.HIGHER, 10.0, True),
        (Better.HIGHER, 9.9, False),
        (Better.LOWER, 10.0, True),
        (Better.LOWER, 10.1, False),
    ],
)
def test_a_target_that_is_just_reached_is_met(better: Better, value: float, met: bool) -> None:
    assert Figure(name="any", unit="s", values=[value], target=10, better=better).met is met


def test_a_figure_without_a_target_is_neither_met_nor_missed() -> None:
    figure = Figure(name="any", unit="s", values=[1.0])
    assert (figure.met, figure.ratio) == (None, None)


def test_a_report_shows_a_line_a_figure_and_shouts_what_is_missed() -> None:
    report = Report()
    report.add(Figure(name="slow", unit="ms", values=[20, 31, 22], target=15, better=Better.LOWER, note="idle"))
    header, line = report.table().splitlines()
    assert header.split() == [
        "figure",
        "median",
        "min",
        "…",
        "max",
        "unit",
        "target",
        "met",
        "baseline",
        "ratio",
        "note",
    ]
    assert line.split() == ["slow", "22", "20", "…", "31", "ms", "≤", "15", "NO", "idle"]


def test_a_report_keeps_every_repeat_in_its_file(tmp_path: Path) -> None:
    report = Report()
    report.add(Figure(name="rate", unit="runs/s", values=[2, 1, 3], target=2, baseline=4))
    report.write(tmp_path / "bench.json")
    [found] = json.loads((tmp_path / "bench.json").read_text())
    assert found["values"] == [2, 1, 3]
    assert (found["median"], found["met"], found["ratio"], found["better"]) == (2, True, 0.5, "≥")


@pytest.mark.parametrize("definition", [chain(10), loop(5), fork()], ids=["chain", "loop", "fork"])
def test_the_measured_flows_are_flawless(definition: dict[str, object]) -> None:
    FlowDefinition.parse(definition)
    assert [each for each in validate(definition, catalog=CATALOG) if each.severity == "error"] == []


def test_memory_is_read_of_a_living_process() -> None:
    assert 1 < memory.resident_mib(os.getpid()) <= memory.peak_mib(os.getpid())
    assert os.getpid() in memory.family([os.getpid()])


@pytest.fixture
def database(tmp_path: Path) -> Database:
    """Two runs of three columns each, with a step row and an event each."""
    target = str(tmp_path / "runs.sqlite3")
    with closing(sqlite3.connect(target)) as connection:
        connection.executescript(
            """
            CREATE TABLE "executions_execution" (id, flow_id, status, output, state, ended_at);
            CREATE TABLE "executions_stepexecution" (execution_id, seq, started_at);
            CREATE UNIQUE INDEX "once" ON "executions_stepexecution" (execution_id, seq);
            CREATE TABLE "executions_executionevent" (execution_id, seq);
            INSERT INTO executions_execution VALUES ('a', 'f', 'COMPLETED', '{}', NULL, 1);
            INSERT INTO executions_execution VALUES ('b', 'f', 'COMPLETED', '{}', NULL, 2);
            INSERT INTO executions_execution VALUES ('c', 'g', 'COMPLETED', '{}', NULL, 3);
            INSERT INTO executions_stepexecution VALUES ('a', 1, '2026-01-01 00:00:00.0005');
            INSERT INTO executions_stepexecution VALUES ('a', 2, '2026-01-01 00:00:00.0020');
            INSERT INTO executions_stepexecution VALUES ('b', 1, '2026-01-01 00:00:00');
            INSERT INTO executions_executionevent VALUES ('a', 1);
            """
        )
    return Database(target)


@pytest.mark.parametrize("writers", [1, 2])
def test_the_baseline_writes_the_rows_of_the_flow_once_more_with_their_indexes(
    database: Database, writers: int
) -> None:
    assert runs_per_second(database, "f", writers=writers) > 0
    with closing(sqlite3.connect(database.target)) as connection:
        twins = [connection.execute(f"SELECT count(*) FROM raw_{name}").fetchone()[0] for name in baseline.TABLES]
        indexes = connection.execute("SELECT tbl_name FROM sqlite_master WHERE name = 'raw_once'").fetchall()
    assert twins == [2, 3, 1]
    assert indexes == [("raw_executions_stepexecution",)]


def test_starts_of_visits_are_read_finer_than_a_millisecond(database: Database) -> None:
    first, second = visit_starts(database, "a")
    assert round(second - first, 3) == 1.5
