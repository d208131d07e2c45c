"""Tables of a tenant: every query names the workspace."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, TypeVar

from django.db import models

if TYPE_CHECKING:
    from workspaces.models import Workspace

M = TypeVar("M", bound=models.Model)


class WorkspaceManager(models.Manager[M]):
    """The manager of a table with a `workspace`. Ask for rows by `in_workspace`; code for all tenants says `.all()`."""

    def in_workspace(self, workspace: Workspace | uuid.UUID) -> models.QuerySet[M]:
        """The rows of one workspace, given as itself or by id."""
        return self.get_queryset().filter(workspace_id=getattr(workspace, "pk", workspace))
