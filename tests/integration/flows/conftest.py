import pytest

from tests.integration.flows.client import Api
from workspaces.models import Workspace


@pytest.fixture
def api(workspace: Workspace) -> Api:
    """An administrator's key of `workspace`."""
    return Api(workspace)
