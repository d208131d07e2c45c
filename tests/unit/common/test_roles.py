"""Each role may do what the ones before it may."""

from __future__ import annotations

import pytest

from workspaces.roles import Role


@pytest.mark.parametrize(
    ("role", "allowed"),
    [
        (Role.VIEWER, [Role.VIEWER]),
        (Role.OPERATOR, [Role.VIEWER, Role.OPERATOR]),
        (Role.EDITOR, [Role.VIEWER, Role.OPERATOR, Role.EDITOR]),
        (Role.PUBLISHER, [Role.VIEWER, Role.OPERATOR, Role.EDITOR, Role.PUBLISHER]),
        (Role.ADMIN, list(Role)),
    ],
)
def test_a_role_allows_itself_and_lower_ones(role: Role, allowed: list[Role]) -> None:
    assert [required for required in Role if role.allows(required)] == allowed
