"""What others who look at a flow should hear: saved, published, taken back. Told after the commit, to who listens."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from flows.models import FlowVersion

SAVED = "flow.saved"
PUBLISHED = "flow.published"
UNPUBLISHED = "flow.unpublished"


@dataclass(frozen=True, slots=True)
class FlowNews:
    """What happened to which version, by whom. `client_id` is what the tab that did it calls itself; may be empty."""

    flow_id: uuid.UUID
    type: str
    version: int
    revision: int
    author: str
    at: datetime
    client_id: str = ""


LISTENERS: list[Callable[[FlowNews], None]] = []
"""Whoever carries news to the people who look; apps above this one append theirs when they are ready."""


def announce(kind: str, version: FlowVersion, *, author: str, at: datetime, client_id: str = "") -> None:
    """Tell everybody once the transaction is committed, at once when there is none."""
    news = FlowNews(version.entity_id, kind, version.number, version.revision, author, at, client_id)
    transaction.on_commit(lambda: _tell(news), robust=True)


def _tell(news: FlowNews) -> None:
    for listener in LISTENERS:
        listener(news)
