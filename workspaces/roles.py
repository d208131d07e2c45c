"""The five roles, each of which may do what the ones before it may."""

from __future__ import annotations

from django.db.models import TextChoices


class Role(TextChoices):
    """A viewer reads, an operator runs, an editor draws, a publisher publishes, an admin does the rest."""

    VIEWER = "viewer"
    OPERATOR = "operator"
    EDITOR = "editor"
    PUBLISHER = "publisher"
    ADMIN = "admin"

    @property
    def rank(self) -> int:
        """0 for viewer up to 4 for admin."""
        return list(Role).index(self)

    def allows(self, required: Role) -> bool:
        """Whether this role is `required` or a higher one."""
        return self.rank >= required.rank
