"""Large values under their SHA-256, once per workspace: a local folder, or S3 in production."""

from __future__ import annotations

import os
import tempfile
import uuid
from collections.abc import Callable
from functools import cache, partial
from hashlib import sha256
from pathlib import Path
from typing import Any, Protocol

from django.conf import settings
from django.db import connection
from pydantic_core import from_json, to_json

from flows.definition.errors import PermanentStepError, TransientStepError
from flows.definition.scope import Lazy, materialise

LINES = ".jsonl"


class BlobsAway(OSError):
    """The blob store takes nothing just now. No error of a step: whoever works on a run gives it back for a while."""


class BlobStore(Protocol):
    """Bytes by workspace and SHA-256. `put` may be called twice for the same. OSError, and of `get` LookupError."""

    def put(self, workspace: uuid.UUID, digest: str, data: bytes) -> None: ...

    def get(self, workspace: uuid.UUID, digest: str) -> bytes: ...


class FolderBlobs:
    """One file a blob, written beside and renamed, so a reader never meets half of one."""

    def __init__(self, root: Path, *, sync: bool) -> None:
        self._root = root
        self._sync = sync

    def _path(self, workspace: uuid.UUID, digest: str) -> Path:
        return self._root / workspace.hex / digest[:2] / digest

    def put(self, workspace: uuid.UUID, digest: str, data: bytes) -> None:
        path = self._path(workspace, digest)
        if path.exists():
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
            file.write(data)
            if self._sync:
                file.flush()
                os.fsync(file.fileno())
        Path(file.name).rename(path)

    def get(self, workspace: uuid.UUID, digest: str) -> bytes:
        try:
            return self._path(workspace, digest).read_bytes()
        except FileNotFoundError:
            raise LookupError(f"The blob {digest} is gone.") from None


class S3Blobs:
    """One object a blob in a bucket of S3 or a compatible store."""

    def __init__(self, bucket: str, endpoint_url: str | None) -> None:
        import boto3  # heavy: imported when a bucket is configured

        self._bucket = bucket
        self._client: Any = boto3.client("s3", endpoint_url=endpoint_url)

    def put(self, workspace: uuid.UUID, digest: str, data: bytes) -> None:
        from botocore.exceptions import BotoCoreError, ClientError

        try:
            self._client.put_object(Bucket=self._bucket, Key=f"{workspace.hex}/{digest}", Body=data)
        except (BotoCoreError, ClientError) as error:
            raise OSError(f"The blob store does not answer: {error}") from None

    def get(self, workspace: uuid.UUID, digest: str) -> bytes:
        from botocore.exceptions import BotoCoreError, ClientError

        try:
            answer = self._client.get_object(Bucket=self._bucket, Key=f"{workspace.hex}/{digest}")
            data: bytes = answer["Body"].read()
        except self._client.exceptions.NoSuchKey:
            raise LookupError(f"The blob {digest} is gone.") from None
        except (BotoCoreError, ClientError) as error:
            raise OSError(f"The blob store does not answer: {error}") from None
        return data


@cache
def blobs() -> BlobStore:
    """The blob store of this installation."""
    env = settings.ENV
    if env.blob_bucket:
        return S3Blobs(env.blob_bucket, env.blob_endpoint_url or None)
    # SQLite in WAL mode does not sync each commit either; PostgreSQL does, and its rows must not outlive a blob.
    return FolderBlobs(settings.DATA_DIR / "blobs", sync=connection.vendor == "postgresql")


def load_value(workspace: uuid.UUID, digest: str) -> Any:
    """The JSON value of a blob.

    PermanentStepError `blob_missing` when it is gone, TransientStepError `blob_store_unavailable` when nobody answers.
    """
    try:
        data = blobs().get(workspace, digest)
        return [from_json(line) for line in data.splitlines()] if digest.endswith(LINES) else from_json(data)
    except LookupError as error:
        raise PermanentStepError("blob_missing", str(error), details={"sha256": digest}) from None
    except OSError as error:
        raise TransientStepError("blob_store_unavailable", str(error), details={"sha256": digest}) from None


def loader(workspace: uuid.UUID) -> Callable[[str], Any]:
    """How lazy leaves of a workspace load."""
    return partial(load_value, workspace)


class Externaliser:
    """Puts large values of one workspace into the blob store; remembers which, so that a commit can record them."""

    def __init__(self, workspace: uuid.UUID, *, threshold: int | None = None) -> None:
        self._workspace = workspace
        self._threshold = threshold or settings.ENV.blob_threshold_bytes
        self.written: dict[str, int] = {}

    def store(self, data: bytes, *, kind: str = "") -> str:
        """Store bytes; their SHA-256, followed by `.jsonl` for JSON Lines. BlobsAway when that cannot be done now."""
        digest = sha256(data).hexdigest() + kind
        if digest not in self.written:
            try:
                blobs().put(self._workspace, digest, data)
            except OSError as error:
                raise BlobsAway(str(error)) from error
            self.written[digest] = len(data)
        return digest

    def lines(self, values: list[Any]) -> Lazy:
        """The values as JSON Lines in one blob."""
        data = b"\n".join(to_json(materialise(value)) for value in values)
        digest = self.store(data, kind=LINES)
        return Lazy(sha256=digest, bytes=len(data), load=loader(self._workspace))

    def whole(self, value: Any) -> Lazy:
        """All of a value in one blob, however small."""
        return self._lazy(value, to_json(materialise(value)))

    def value(self, value: Any, size: int | None = None) -> Any:
        """The same JSON with each large part as a lazy leaf. `size` is the length of its text when it is known.

        An object keeps its members apart, each large one in a blob of its own; a list or text is one blob.
        """
        if type(value) is Lazy or not isinstance(value, str | dict | list):
            return value
        if isinstance(value, str):
            return value if len(value) * 6 <= self._threshold else self._text(value)
        if size is None and isinstance(value, dict) and self._has_long_text(value):
            return self._object(value)
        if (text_bytes(value) if size is None else size) <= self._threshold:
            return value
        if isinstance(value, dict):
            return self._object(value)
        if _has_lazy(value):
            return [self.value(child) for child in value]
        return self._lazy(value, to_json(value))

    def _text(self, value: str) -> Any:
        data = to_json(value)
        return value if len(data) <= self._threshold else self._lazy(value, data)

    def _has_long_text(self, value: dict[str, Any]) -> bool:
        """Whether a member is surely a blob of its own: then measuring the whole object first is work done twice."""
        return any(type(child) is str and len(child) > self._threshold for child in value.values())

    def _object(self, value: dict[str, Any]) -> Any:
        parts = {key: self.value(child) for key, child in value.items()}
        # Many small members: one blob, unless that would load the lazy leaves it holds.
        if text_bytes(parts) <= self._threshold or _has_lazy(value):
            return parts
        return self._lazy(value, to_json(value))

    def _lazy(self, value: Any, data: bytes) -> Lazy:
        leaf = Lazy(sha256=self.store(data), bytes=len(data), load=loader(self._workspace))
        leaf.keep(value)
        return leaf


def text_bytes(value: Any) -> int:
    """The length of a value's JSON text, its lazy leaves counted as `null`."""
    return len(to_json(value, fallback=_null))


def _null(_: Any) -> None:
    return None


def _has_lazy(value: Any) -> bool:
    if isinstance(value, dict):
        return any(type(child) is Lazy or _has_lazy(child) for child in value.values())
    return isinstance(value, list) and any(type(child) is Lazy or _has_lazy(child) for child in value)
