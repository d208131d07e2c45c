"""`manage.py export_schema` writes the OpenAPI document that the panel's types are made from."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from drf_spectacular.generators import SchemaGenerator


class Command(BaseCommand):
    help = "Write the OpenAPI document to frontend/src/api/openapi.json, the same bytes for the same code."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--file", type=Path, default=settings.BASE_DIR / "frontend/src/api/openapi.json")
        parser.add_argument("--check", action="store_true", help="Write nothing; fail when the file differs.")

    def handle(self, *args: Any, file: Path, check: bool, **options: Any) -> None:
        document = SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
        text = json.dumps(document, indent=2, ensure_ascii=False) + "\n"
        if not check:
            file.write_text(text, encoding="utf-8")
        elif not file.is_file() or file.read_text(encoding="utf-8") != text:
            raise CommandError(f"{file} does not agree with the code: run manage.py export_schema.")
