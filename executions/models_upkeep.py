"""What there is beside runs: large values, keys of starts that may be repeated, and the workers."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from executions.rows import Row


class Blob(Row):
    """A value too large for a row, under its SHA-256, once per workspace."""

    id = models.BigAutoField(primary_key=True)
    workspace = models.ForeignKey("workspaces.Workspace", on_delete=models.CASCADE, related_name="+", db_index=False)
    sha256 = models.CharField(max_length=72)
    bytes = models.PositiveBigIntegerField()
    created_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(name="blob_once", fields=["workspace", "sha256"])]


class StartKey(Row):
    """An Idempotency-Key of a start: the same key gives the same executions for 24 hours."""

    id = models.BigAutoField(primary_key=True)
    workspace = models.ForeignKey("workspaces.Workspace", on_delete=models.CASCADE, related_name="+", db_index=False)
    key = models.CharField(max_length=255)
    request_hash = models.CharField(max_length=64)
    execution_ids = models.TextField()
    created_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(name="start_key_once", fields=["workspace", "key"])]


class Worker(Row):
    """A worker process that was alive at `seen_at`."""

    id = models.CharField(primary_key=True, max_length=64)
    kind = models.CharField(max_length=16)
    threads = models.PositiveIntegerField()
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField()
