"""Sealed values, the key ring and its rotation."""

from __future__ import annotations

import uuid
from io import StringIO
from typing import Any

import pytest
from cryptography.fernet import Fernet
from django.core.management import CommandError, call_command
from django.db import connection as database

from connections.errors import EgressError
from connections.models import Credential
from connections.vault import open_sealed, seal
from tests.integration.connections.conftest import MakeCredential

OLD, NEW = Fernet.generate_key().decode(), Fernet.generate_key().decode()


def test_a_value_opens_for_the_row_it_was_sealed_for_and_no_other(settings: Any) -> None:
    settings.ENCRYPTION_KEYS = [NEW]
    ours, theirs = uuid.uuid4(), uuid.uuid4()
    sealed = seal({"token": "tök"}, credential_id=ours)
    assert "tök" not in sealed
    assert open_sealed(sealed, credential_id=ours) == {"token": "tök"}
    with pytest.raises(EgressError) as caught:
        open_sealed(sealed, credential_id=theirs)
    assert caught.value.code == "credential_unreadable"


def test_an_older_key_of_the_ring_still_opens_and_a_missing_one_does_not(settings: Any) -> None:
    settings.ENCRYPTION_KEYS = [OLD]
    pk = uuid.uuid4()
    sealed = seal({"token": "t"}, credential_id=pk)
    settings.ENCRYPTION_KEYS = [NEW, OLD]
    assert open_sealed(sealed, credential_id=pk) == {"token": "t"}
    settings.ENCRYPTION_KEYS = [NEW]
    with pytest.raises(EgressError, match="ALLMA_ENCRYPTION_KEYS"):
        open_sealed(sealed, credential_id=pk)


@pytest.mark.parametrize("damage", ["", "not base64!", "gAAAAA=="])
def test_a_damaged_ciphertext_is_an_error_and_not_a_crash(damage: str) -> None:
    with pytest.raises(EgressError) as caught:
        open_sealed(damage, credential_id=uuid.uuid4())
    assert caught.value.code == "credential_unreadable"


def test_rotation_seals_everything_under_the_newest_key(settings: Any, make_credential: MakeCredential) -> None:
    settings.ENCRYPTION_KEYS = [OLD]
    made = [make_credential(value={"token": f"token-{index}"}) for index in range(3)]
    settings.ENCRYPTION_KEYS = [NEW, OLD]
    out = StringIO()
    call_command("rotate_keys", stdout=out)
    settings.ENCRYPTION_KEYS = [NEW]
    assert out.getvalue() == "3 credentials are sealed under the newest key.\n"
    for index, credential in enumerate(made):
        credential.refresh_from_db()
        assert open_sealed(credential.ciphertext, credential_id=credential.pk) == {"token": f"token-{index}"}


def test_rotation_names_what_no_key_opens_and_does_the_rest(settings: Any, make_credential: MakeCredential) -> None:
    settings.ENCRYPTION_KEYS = [OLD]
    make_credential(name="lost")
    settings.ENCRYPTION_KEYS = [NEW]
    kept = make_credential(name="kept")
    with pytest.raises(CommandError, match=r"keep their old key: lost\."):
        call_command("rotate_keys", stdout=StringIO())
    kept.refresh_from_db()
    assert open_sealed(kept.ciphertext, credential_id=kept.pk) == {"token": "tok-12345"}


def test_the_value_is_in_no_column_of_the_database(make_credential: MakeCredential) -> None:
    make_credential(value={"token": "plain-secret-value"})
    with database.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {Credential._meta.db_table}")
        rows = cursor.fetchall()
        cursor.execute("SELECT * FROM workspaces_auditrecord")
        rows += cursor.fetchall()
    assert rows
    assert "plain-secret-value" not in repr(rows)
