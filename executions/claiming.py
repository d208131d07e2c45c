"""Taking due runs for a process: the fairest workspace first, and never two runs at once that may end the process."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from executions import store
from executions.fairness import Fairness
from executions.store import Claim


class Claiming:
    """Claims the runs of one process, for all of its threads.

    A run whose workers died twice without progress is suspected, and a process works on one suspected run at a time.
    So the one that ends every process it is in cannot take the same others with it again and again: they would be
    quarantined for its fault.
    """

    def __init__(self, owner: str) -> None:
        self._owner = owner
        self._fairness = Fairness()
        self._suspected = threading.Lock()

    @contextmanager
    def due(self) -> Iterator[list[Claim]]:
        """The runs of one claim, to be worked on in the block; none when nothing is due that may be taken now."""
        held = self._suspected.acquire(blocking=False)
        try:
            claims = self._claim(suspected=held)
            if held and not any(claim.suspected for claim in claims):
                self._suspected.release()
                held = False
            yield claims
        finally:
            if held:
                self._suspected.release()

    def _claim(self, *, suspected: bool) -> list[Claim]:
        for workspace_id, room in self._fairness.order():
            limit = min(room, store.QUICK_AT_ONCE)
            claims = store.claim_some(self._owner, workspace_id, limit=limit, suspected=suspected)
            if claims:
                self._fairness.served(workspace_id)
                return claims
            self._fairness.empty(workspace_id)
        return []
