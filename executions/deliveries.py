"""Events from outside for runs that wait: by correlation key, or by the one-time token of one wait.

An event for a key nobody waits for yet is kept ten minutes. A refused payload leaves the wait as it was.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from django.core.signing import BadSignature, Signer

from allma_site.common.db import db_now, retry_on_conflict, write
from allma_site.common.problems import Conflict, FieldError, Invalid, NotFound, Problem
from executions import notify, store_waits
from executions.blobs import Externaliser
from executions.codec import encode, loads
from executions.models import Wait, WaitStatus
from executions.store_marks import record_blobs
from flows.definition.jsonschema_check import compile_schema

KEPT = timedelta(minutes=10)
SALT = "allma.resume"
TRIES = 3


class DeliveryStatus(StrEnum):
    """What became of an event."""

    DELIVERED = "DELIVERED"
    BUFFERED = "BUFFERED"


@dataclass(frozen=True, slots=True)
class Delivery:
    """An event that was taken: given to a run, or kept (`execution_id` None)."""

    status: DeliveryStatus
    execution_id: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class _Event:
    workspace_id: uuid.UUID
    value: Any
    text: str
    pointers: str | None
    blobs: dict[str, int]
    at: datetime


def deliver_event(
    *, workspace_id: uuid.UUID, correlation_key: str, payload: Any, event_id: str | None = None
) -> Delivery:
    """Give an event to the run that waits for its key, or keep it.

    Raises Invalid (the wait's schema refuses the payload) and Conflict (`event_repeated`, `event_waiting`).
    """
    event = _prepared(workspace_id, payload)
    delivery = retry_on_conflict(lambda: _deliver(event, correlation_key, event_id))
    notify.due()
    return delivery


def _prepared(workspace_id: uuid.UUID, payload: Any) -> _Event:
    externaliser = Externaliser(workspace_id)
    text, pointers = encode(externaliser.value(payload))
    return _Event(workspace_id, payload, text, pointers, dict(externaliser.written), db_now())


def _deliver(event: _Event, key: str, event_id: str | None) -> Delivery:
    with write():
        if event_id is not None and not store_waits.receive_id(event.workspace_id, event_id, event.at):
            raise Conflict("An event with this eventId was taken already.", code="event_repeated")
        for _ in range(TRIES):
            delivery = _given_or_kept(event, key)
            if delivery is not None:
                record_blobs(event.workspace_id, event.blobs, at=event.at)
                return delivery
        # Inside the transaction: an event that was not taken has not used its id.
        raise Conflict("Others send events for this key at the same time. Try again.", code="event_waiting")


def _given_or_kept(event: _Event, key: str) -> Delivery | None:
    """None when somebody else changed what is known of the key in between."""
    wait = store_waits.active_wait(event.workspace_id, key)
    if wait is not None and wait.status == WaitStatus.OPEN:
        return _resolve(wait, event)
    if wait is not None:
        if wait.expires_at is not None and wait.expires_at > event.at:
            raise Conflict(
                "An event for this key is kept already and nobody waits for it yet. Send it later.",
                code="event_waiting",
            )
        store_waits.drop(wait)
    kept = store_waits.keep_early(
        workspace_id=event.workspace_id,
        key=key,
        payload=event.text,
        pointers=event.pointers,
        at=event.at,
        until=event.at + KEPT,
    )
    return Delivery(DeliveryStatus.BUFFERED) if kept else None


def _resolve(wait: Wait, event: _Event) -> Delivery:
    errors = compile_schema(loads(wait.payload_schema)).errors(event.value) if wait.payload_schema else []
    if errors:
        found = [FieldError(f"/payload{error['path']}", error["message"]) for error in errors]
        detail = f"The run refuses this payload and goes on waiting. {found[0].path}: {found[0].message}"
        raise Invalid(detail, code="payload_refused", errors=found)
    store_waits.resolve(wait, event.text, event.pointers)
    return Delivery(DeliveryStatus.DELIVERED, wait.execution_id)


def token_of(wait_id: uuid.UUID) -> str:
    """The signed token that resumes one wait, once. Whoever holds it needs no login."""
    return _signer().sign(wait_id.hex)


def _signer() -> Signer:
    return Signer(salt=SALT, sep=".")


def resume_by_token(*, token: str, payload: Any) -> Delivery:
    """Give an event to the wait a token names.

    Raises NotFound (no such token), Conflict `token_used` or `wait_over`, and Invalid (the schema refuses).
    """
    try:
        wait_id = uuid.UUID(_signer().unsign(token))
    except (BadSignature, ValueError):
        raise NotFound("This is not a resume token. Copy the whole link.") from None
    waiting = Wait.objects.filter(pk=wait_id).first()
    if waiting is None:
        raise NotFound("What this token was for is gone.")
    event = _prepared(waiting.workspace_id, payload)
    delivery = retry_on_conflict(lambda: _resume(wait_id, event))
    notify.due()
    return delivery


def decide(*, wait: Wait, payload: Any, also: Callable[[], object]) -> Delivery:
    """Give an event to one open wait; `also` is done in the same transaction. Of several at once one wins.

    Raises Conflict `already_decided` or `wait_over`, and Invalid (the schema refuses).
    """
    event = _prepared(wait.workspace_id, payload)
    delivery = retry_on_conflict(lambda: _resume(wait.pk, event, taken=_decided, also=also))
    notify.due()
    return delivery


def _resume(
    wait_id: uuid.UUID,
    event: _Event,
    *,
    taken: Callable[[], Problem] | None = None,
    also: Callable[[], object] | None = None,
) -> Delivery:
    with write():
        wait = store_waits.wait_by_id(wait_id)
        if wait is None or wait.status != WaitStatus.OPEN:
            raise _closed(wait, taken or _used)
        delivery = _resolve(wait, event)
        record_blobs(event.workspace_id, event.blobs, at=event.at)
        if also is not None:
            also()
    return delivery


def _closed(wait: Wait | None, taken: Callable[[], Problem]) -> Problem:
    if wait is not None and wait.status in (WaitStatus.RESOLVED, WaitStatus.CONSUMED):
        return taken()
    return Conflict("The run waits no more: it ended or its time was over.", code="wait_over")


def _used() -> Problem:
    return Conflict("This token was used already, or the event came by its key.", code="token_used")


def _decided() -> Problem:
    return Conflict("Somebody else decided already, or the event came by its key.", code="already_decided")
