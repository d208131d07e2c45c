"""What the counts by time count, as SQL: the events of runs that were created or have ended, and their visits.

The roll-up and the dashboard's look at what is not rolled up yet share it, so that both count the same. An event counts
once: the first of a run says that it was created, the terminal one that it ended.
"""

from __future__ import annotations

from dataclasses import dataclass

from executions.engine.status import FINAL, Status, StepStatus
from executions.histograms import LOG_RATIO, NUDGE
from executions.models_rollups import NO_BUCKET
from executions.sql import is_postgres

CREATED = "CREATED"
"""Stands beside the final statuses: runs by the time they were created."""
STATUSES = (CREATED, Status.COMPLETED, Status.FAILED, Status.CANCELLED, Status.TIMED_OUT, Status.QUARANTINED)
_TERMINAL = ", ".join(f"'execution.{status.lower()}'" for status in sorted(FINAL))
ENDED = f"v.type IN ({_TERMINAL})"
EVENTS = '"executions_executionevent" v JOIN "executions_execution" e ON e.id = v.execution_id'


@dataclass(frozen=True, slots=True)
class Counted:
    """A table of counts: what a row is of besides workspace, span, slot and flow, what it adds up, and which of the
    sums says how many durations there are."""

    table: str
    key: tuple[str, ...]
    sums: tuple[str, ...]
    timed: str


RUNS = Counted("executions_runrollup", (), tuple(status.lower() for status in STATUSES), "completed")
STEPS = Counted(
    "executions_steprollup",
    ("step_instance_id", "step_type"),
    ("visits", "failed", "input_tokens", "output_tokens", "nano_usd"),
    "visits",
)


def uncounted(of: Counted, where: str) -> str:
    """What the events that `where` (of `v` and `e`) finds add, grouped.

    Columns: workspace_id, flow_id, the key, minute, durations (JSON), and the sums.
    """
    key = ", ".join(("workspace_id", "flow_id", *of.key, "minute"))
    sums = ", ".join(f"CAST(sum({name}) AS bigint) AS {name}" for name in of.sums)
    durations = (
        f"CASE WHEN bucket = {NO_BUCKET} THEN '{{}}' ELSE '{{\"' || bucket || '\":' || sum({of.timed}) || '}}' END"
    )
    rows = _visits(where) if of is STEPS else _runs(where)
    return f"SELECT {key}, {durations} AS durations, {sums} FROM ({rows}) counted GROUP BY {key}, bucket"


def _runs(where: str) -> str:
    """A row for each event that counts."""
    created = f"(v.seq = 1 AND NOT {ENDED})"
    completed = f"NOT {created} AND e.status = '{Status.COMPLETED}'"
    ended = [
        f"CASE WHEN NOT {created} AND e.status = '{one}' THEN 1 ELSE 0 END AS {one.lower()}" for one in STATUSES[1:]
    ]
    return f"""SELECT e.workspace_id, e.flow_id, CASE WHEN {created} THEN 1 ELSE 0 END AS created, {", ".join(ended)},
        {_minute(f"CASE WHEN {created} THEN e.created_at ELSE e.ended_at END")} AS minute,
        {_bucket(completed, "e.started_at", "e.ended_at")} AS bucket
        FROM {EVENTS} WHERE {where} AND e.kind = 'RUN' AND (v.seq = 1 OR {ENDED})"""


def _visits(where: str) -> str:
    """A row for each visit of runs that ended, those of chunks too."""
    completed = f"s.status = '{StepStatus.COMPLETED}'"
    return f"""SELECT e.workspace_id, e.flow_id, s.step_instance_id, s.step_type, 1 AS visits,
        {_minute("COALESCE(s.ended_at, e.ended_at)")} AS minute,
        {_bucket(completed, "s.started_at", "s.ended_at")} AS bucket,
        CASE WHEN s.status = '{StepStatus.FAILED}' THEN 1 ELSE 0 END AS failed,
        {_tokens("input")} AS input_tokens, {_tokens("output")} AS output_tokens, {_nano_usd()} AS nano_usd
        FROM {EVENTS} JOIN "executions_stepexecution" s ON s.execution_id = e.id
        WHERE {where} AND {ENDED} AND NOT s.inherited AND s.status <> '{StepStatus.SKIPPED}'"""


def _minute(moment: str) -> str:
    """Whole minutes since 1970."""
    if is_postgres():
        return f"CAST(floor(EXTRACT(EPOCH FROM {moment}) / 60) AS bigint)"
    return f"CAST(strftime('%%s', {moment}) AS integer) / 60"


def _bucket(when: str, started: str, ended: str) -> str:
    """`histograms.bucket_of` of what lies between."""
    if is_postgres():
        milliseconds = f"round(CAST(EXTRACT(EPOCH FROM ({ended} - {started})) AS double precision) * 1000)"
    else:
        milliseconds = f"round((julianday({ended}) - julianday({started})) * 86400000.0)"
    bucket = f"CAST(ceiling(ln({milliseconds}) / {LOG_RATIO!r} - {NUDGE!r}) AS integer)"
    return f"""CASE WHEN NOT ({when}) OR {started} IS NULL OR {ended} IS NULL THEN {NO_BUCKET}
        WHEN {milliseconds} <= 1 THEN 0 ELSE {bucket} END"""


def _tokens(kind: str) -> str:
    """What a model says it read or wrote, 0 where nobody says a number."""
    if not is_postgres():
        return _where_said('"tokens"', f"CAST(json_extract(s.metadata, '$.tokens.{kind}') AS integer)")
    said = f"CAST(s.metadata AS json) #>> '{{tokens,{kind}}}'"
    return _where_said('"tokens"', f"CASE WHEN {said} ~ '^[0-9]{{1,15}}$' THEN CAST({said} AS bigint) END")


def _nano_usd() -> str:
    """Billionths of a dollar, 0 where nobody says a price."""
    if not is_postgres():
        said = "CAST(json_extract(s.metadata, '$.costUsd') AS real)"
        return _where_said('"costUsd"', f"CAST(round({said} * 1e9) AS integer)")
    said = "CAST(s.metadata AS json) ->> 'costUsd'"
    price = f"CAST(round(CAST({said} AS numeric) * 1e9) AS bigint)"
    number = r"^[0-9]{1,7}(\.[0-9]{1,12})?(e-?[0-9])?$"
    return _where_said('"costUsd"', f"CASE WHEN {said} ~ '{number}' THEN {price} END")


def _where_said(name: str, value: str) -> str:
    """Most steps say nothing: their metadata is not even parsed."""
    return f"CASE WHEN s.metadata LIKE '%%{name}%%' THEN COALESCE({value}, 0) ELSE 0 END"
