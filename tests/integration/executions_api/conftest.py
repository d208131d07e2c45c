"""What the tests of the API of runs share."""

from __future__ import annotations

import pytest

from tests.integration.executions_api.runs import Runs
from tests.integration.flows.client import Api
from workspaces.models import Role, Workspace


@pytest.fixture
def runs(workspace: Workspace) -> Runs:
    """Runs of `workspace`, through an operator's eyes and an editor's hands."""
    return Runs(Api(workspace))


@pytest.fixture
def viewer(workspace: Workspace) -> Api:
    """A viewer of `workspace`."""
    return Api(workspace, Role.VIEWER)


@pytest.fixture
def stranger(other_workspace: Workspace) -> Api:
    """The admin of another workspace."""
    return Api(other_workspace)
