"""Keys of an installation: made once, kept in the data folder, readable by the owner alone."""

from __future__ import annotations

import os
import secrets
import tempfile
from pathlib import Path


def load_or_create(path: Path, *, fernet: bool = False) -> str:
    """The text of the key file, which is created with mode 0600 when missing (two starters agree on one).

    The file appears whole or not at all, so nobody reads half a key. Raises OSError when the folder cannot be written.
    """
    if not path.exists():
        _put(path, _new_key(fernet=fernet))
    return path.read_text().strip()


def _new_key(*, fernet: bool) -> str:
    from cryptography.fernet import Fernet

    return Fernet.generate_key().decode() if fernet else secrets.token_urlsafe(48)


def _put(path: Path, text: str) -> None:
    """Write beside the file, then link under its name, which only the first of several can do."""
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    try:
        with os.fdopen(descriptor, "w") as file:
            file.write(text)
        os.link(name, path)
    except FileExistsError:
        return
    finally:
        Path(name).unlink()
