"""The threads that sockets and `?wait` read the database on."""

from __future__ import annotations

from allma_site.common.threads import DatabaseThreads

READER = DatabaseThreads(4, name="allma-read")
