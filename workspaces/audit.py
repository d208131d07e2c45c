"""The audit: append-only, each record holding the hash of the one before, so that no change or gap goes unseen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from allma_site.common import json_guard
from allma_site.common.clock import iso, now
from allma_site.common.db import write
from allma_site.common.json_guard import Json
from workspaces.actors import Actor
from workspaces.models import AuditHead, AuditRecord, Workspace

CHUNK = 1000


@dataclass(frozen=True, slots=True)
class Break:
    """Where a chain is broken and how."""

    seq: int
    reason: str


def record(
    *,
    workspace: Workspace | UUID,
    actor: Actor,
    action: str,
    target: str = "",
    details: Mapping[str, Json] | None = None,
) -> AuditRecord:
    """Append one record, in the caller's transaction if there is one. Others who append to this workspace wait.

    `action` is `noun.verb`, `target` names what it was done to; `details` is small JSON and never holds a secret.
    """
    workspace_id = workspace.id if isinstance(workspace, Workspace) else workspace
    with write():
        head = _locked_head(workspace_id)
        entry = AuditRecord(
            workspace_id=workspace_id,
            seq=head.seq + 1,
            at=_to_milliseconds(now()),
            actor=actor.label,
            action=action,
            target=target[:200],
            details=json_guard.dumps(dict(details or {})),
            previous_hash=head.hash,
        )
        entry.hash = hash_of(entry)
        entry.save(force_insert=True)
        AuditHead.objects.filter(pk=workspace_id).update(seq=entry.seq, hash=entry.hash)
    return entry


def hash_of(entry: AuditRecord) -> str:
    """SHA-256 over the canonical JSON of the record, the hash before it included."""
    return json_guard.digest(
        {
            "workspace": str(entry.workspace_id),
            "seq": entry.seq,
            "at": iso(entry.at),
            "actor": entry.actor,
            "action": entry.action,
            "target": entry.target,
            "details": entry.details,
            "previous": entry.previous_hash,
        }
    )


def verify(workspace: Workspace) -> Break | None:
    """The first break in a workspace's chain, None when it is whole. Reads the chain once, in small pieces."""
    head = AuditHead.objects.filter(pk=workspace.pk).first() or AuditHead(workspace=workspace)
    expected, previous = 1, ""
    known = AuditRecord.objects.in_workspace(workspace).filter(seq__lte=head.seq)
    for entry in known.order_by("seq").iterator(CHUNK):
        if entry.seq != expected:
            return Break(expected, "the record is missing")
        if entry.previous_hash != previous:
            return Break(entry.seq, "it does not follow the record before it")
        if entry.hash != hash_of(entry):
            return Break(entry.seq, "it was changed")
        expected, previous = expected + 1, entry.hash
    if (expected - 1, previous) != (head.seq, head.hash):
        return Break(expected, "the end of the chain is missing")
    return _put_in_after_the_end(workspace)


def _put_in_after_the_end(workspace: Workspace) -> Break | None:
    """Asked with the head locked, since an honest append goes beyond the head that `verify` read."""
    with write():
        head = _locked_head(workspace.pk)
        beyond = AuditRecord.objects.in_workspace(workspace).filter(seq__gt=head.seq).order_by("seq").first()
    return Break(beyond.seq, "it was put in after the end of the chain") if beyond else None


def _locked_head(workspace_id: UUID) -> AuditHead:
    AuditHead.objects.get_or_create(workspace_id=workspace_id)
    return AuditHead.objects.select_for_update().get(pk=workspace_id)


def _to_milliseconds(moment: datetime) -> datetime:
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)
