"""`manage.py create_api_key --role admin --name NAME [--workspace SLUG]` prints the key and nothing else."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from workspaces import services
from workspaces.actors import SYSTEM
from workspaces.models import Workspace
from workspaces.roles import Role


class Command(BaseCommand):
    help = "Create an API key and print it. It is shown only now."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--role", required=True, choices=Role.values)
        parser.add_argument("--name", required=True, help="What the key is for.")
        parser.add_argument("--workspace", default=services.DEFAULT_SLUG, help="Slug; `default` if absent.")

    def handle(self, *args: Any, **options: Any) -> None:
        services.setup_workspace()
        workspace = Workspace.objects.filter(slug=options["workspace"]).first()
        if workspace is None:
            known = ", ".join(Workspace.objects.order_by("slug").values_list("slug", flat=True))
            raise CommandError(f"There is no workspace {options['workspace']!r}. There is: {known}.")
        role, name = Role(options["role"]), options["name"][:200]
        _, secret = services.create_api_key(workspace=workspace, name=name, role=role, actor=SYSTEM)
        self.stdout.write(secret)
