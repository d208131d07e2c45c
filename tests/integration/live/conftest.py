"""A site that runs during one test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.integration.live.server import Site, running
from workspaces.models import Workspace


@pytest.fixture
def site(transactional_db: None, workspace: Workspace) -> Iterator[Site]:
    """A site with workers inside."""
    with running(workspace, workers=2) as site:
        yield site


@pytest.fixture
def idle_site(transactional_db: None, workspace: Workspace) -> Iterator[Site]:
    """A site where nobody works on runs."""
    with running(workspace, workers=0) as site:
        yield site
