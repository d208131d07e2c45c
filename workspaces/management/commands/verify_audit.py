"""`manage.py verify_audit` checks every workspace's audit chain."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from workspaces import audit
from workspaces.models import Workspace


class Command(BaseCommand):
    help = "Check that no audit record was changed, removed or put in."

    def handle(self, *args: Any, **options: Any) -> None:
        broken = [line for line in map(self.judge, Workspace.objects.order_by("slug")) if line]
        if broken:
            raise CommandError("\n".join(broken))

    def judge(self, workspace: Workspace) -> str:
        """What is wrong, empty when nothing is."""
        found = audit.verify(workspace)
        if found is not None:
            return f"{workspace.slug}: broken at record {found.seq}: {found.reason}."
        self.stdout.write(f"{workspace.slug}: whole.")
        return ""
