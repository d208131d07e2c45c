"""Which workspace's runs a worker takes next."""

from __future__ import annotations

import itertools
import threading
import time
import uuid

from django.conf import settings

from executions import store

WORKSPACES_FRESH_SECONDS = 0.25


class Fairness:
    """Which workspace is next: of those with a due run, the one served longest ago."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._served: dict[uuid.UUID, int] = {}
        self._clock = itertools.count(1)
        self._known: dict[uuid.UUID, int] = {}
        self._known_at = 0.0

    def order(self) -> list[tuple[uuid.UUID, int]]:
        """The workspaces to try, in order, and how many more runs of each may be worked on.

        Looked up anew when the last look is not fresh: a workspace that was idle must not wait for busy ones.
        """
        with self._lock:
            fresh = bool(self._known) and time.monotonic() - self._known_at < WORKSPACES_FRESH_SECONDS
            known = self._known
        if not fresh:
            known = store.due_workspaces(settings.ENV.max_running_per_workspace)
        with self._lock:
            if not fresh:
                self._known, self._known_at = known, time.monotonic()
            # Its own look, not what another thread may have found meanwhile: else a wake-up could be lost.
            return sorted(known.items(), key=lambda one: self._served.get(one[0], 0))

    def served(self, workspace_id: uuid.UUID) -> None:
        """It had its turn."""
        with self._lock:
            self._served[workspace_id] = next(self._clock)

    def empty(self, workspace_id: uuid.UUID) -> None:
        """Nothing of it is due any more."""
        with self._lock:
            self._known = {one: room for one, room in self._known.items() if one != workspace_id}
