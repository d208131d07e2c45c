"""`manage.py rotate_keys`: seal every credential under the newest key of ALLMA_ENCRYPTION_KEYS."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from connections.errors import EgressError
from connections.models import Credential
from connections.vault import reseal


class Command(BaseCommand):
    """Safe to run while the installation works, and again after it was stopped half-way."""

    help = "Seal every credential under the newest key; afterwards the older keys can be taken away."

    def handle(self, *args: Any, **options: Any) -> None:
        """Raises CommandError naming the credentials no key opens; the others are done."""
        done, unreadable = 0, []
        rows = Credential.objects.all().order_by("pk").values_list("pk", "name", "ciphertext")
        for pk, name, ciphertext in list(rows):
            try:
                resealed = reseal(ciphertext)
            except EgressError:
                unreadable.append(name)
                continue
            # Only if nobody stored another value meanwhile; that one is under the newest key already.
            done += Credential.objects.filter(pk=pk, ciphertext=ciphertext).update(ciphertext=resealed)
        self.stdout.write(f"{done} credentials are sealed under the newest key.")
        if unreadable:
            raise CommandError(f"No key opens these credentials, keep their old key: {', '.join(unreadable)}.")
