"""`manage.py create_admin [--username NAME] [--workspace SLUG]` creates an admin, or gives one a new password."""

from __future__ import annotations

import secrets
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from allma_site.env import env
from workspaces import services
from workspaces.models import Workspace


class Command(BaseCommand):
    help = "Create an admin, or give one a new password. ALLMA_ADMIN_PASSWORD sets it; else it is made and printed."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--username", default=services.ADMIN_NAME)
        parser.add_argument("--workspace", default=services.DEFAULT_SLUG, help="Slug; `default` if absent.")

    def handle(self, *args: Any, **options: Any) -> None:
        services.setup_workspace()
        workspace = Workspace.objects.filter(slug=options["workspace"]).first()
        if workspace is None:
            raise CommandError(f"There is no workspace {options['workspace']!r}.")
        password = env.admin_password or secrets.token_urlsafe(12)
        services.create_admin(username=options["username"], password=password, workspace=workspace)
        given = "the one in ALLMA_ADMIN_PASSWORD" if env.admin_password else password
        self.stdout.write(f"User {options['username']}, password: {given}")
