"""What the counts by time count, as SQL: the events of runs that were created or have ended, and their visits.

The roll-up and the dashboard's look at what is not rolled up yet share it, so that both count the same. Every number of
an event is counted once: the first of a run says that it was created, the terminal one that it ended.
"""

from __future__ import annotations

from executions.engine.status import FINAL, Status, StepStatus
from executions.histograms import LOG_RATIO, NUDGE
from executions.models_rollups import NO_BUCKET
from executions.sql import is_postgres

CREATED = "CREATED"
"""Stands beside the final statuses: runs by the time they were created."""
_TERMINAL = ", ".join(f"'execution.{status.lower()}'" for status in sorted(FINAL))
ENDED = f"v.type IN ({_TERMINAL})"
EVENTS = '"executions_executionevent" v JOIN "executions_execution" e ON e.id = v.execution_id'


def counted_runs(where: str) -> str:
    """A row for each event that counts: workspace_id, flow_id, status, minute, bucket. `where` is of `v` and `e`."""
    created = f"(v.seq = 1 AND NOT {ENDED})"
    timed = f"NOT {created} AND e.status = '{Status.COMPLETED}'"
    return f"""SELECT e.workspace_id, e.flow_id, CASE WHEN {created} THEN '{CREATED}' ELSE e.status END AS status,
        {_minute(f"CASE WHEN {created} THEN e.created_at ELSE e.ended_at END")} AS minute,
        {_bucket(timed, "e.started_at", "e.ended_at")} AS bucket
        FROM {EVENTS} WHERE {where} AND e.kind = 'RUN' AND (v.seq = 1 OR {ENDED})"""


def counted_visits(where: str) -> str:
    """A row for each visit of runs that ended, those of chunks too.

    workspace_id, flow_id, step_instance_id, step_type, minute, bucket, failed, input_tokens, output_tokens, nano_usd.
    """
    completed = f"s.status = '{StepStatus.COMPLETED}'"
    return f"""SELECT e.workspace_id, e.flow_id, s.step_instance_id, s.step_type,
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
