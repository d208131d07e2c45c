"""Keys of an installation: made once, kept in the data folder, readable by the owner alone."""

from __future__ import annotations

import os
import secrets
from pathlib import Path


def load_or_create(path: Path, *, fernet: bool = False) -> str:
    """The text of the key file, which is created with mode 0600 when missing (two starters agree on one)."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    from cryptography.fernet import Fernet

    text = Fernet.generate_key().decode() if fernet else secrets.token_urlsafe(48)
    with os.fdopen(descriptor, "w") as file:
        file.write(text)
    return text
