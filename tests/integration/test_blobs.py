"""Blobs in a folder and in S3: what is put is got, whole, by its own workspace alone."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from pathlib import Path

import boto3
import pytest
from moto.server import ThreadedMotoServer

from executions.blobs import BlobStore, FolderBlobs, S3Blobs

OURS, THEIRS = uuid.UUID(int=1), uuid.UUID(int=2)
DIGEST = "ab" * 32


@pytest.fixture
def s3(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The URL of an S3 with a bucket `blobs`."""
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "test")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    server = ThreadedMotoServer(port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    url = f"http://{host}:{port}"
    boto3.client("s3", endpoint_url=url).create_bucket(Bucket="blobs")
    yield url
    server.stop()


@pytest.fixture(params=["folder", "s3"])
def blobs(request: pytest.FixtureRequest, tmp_path: Path) -> BlobStore:
    """Each kind of blob store."""
    if request.param == "folder":
        return FolderBlobs(tmp_path, sync=True)
    return S3Blobs("blobs", request.getfixturevalue("s3"))


def test_what_is_put_is_got(blobs: BlobStore) -> None:
    blobs.put(OURS, DIGEST, b'{"a": 1}')
    assert blobs.get(OURS, DIGEST) == b'{"a": 1}'


def test_putting_twice_is_harmless(blobs: BlobStore) -> None:
    blobs.put(OURS, DIGEST, b"x")
    blobs.put(OURS, DIGEST, b"x")
    assert blobs.get(OURS, DIGEST) == b"x"


def test_a_workspace_does_not_see_the_blobs_of_another(blobs: BlobStore) -> None:
    blobs.put(OURS, DIGEST, b"x")
    with pytest.raises(LookupError, match=DIGEST):
        blobs.get(THEIRS, DIGEST)


def test_no_half_written_file_is_left_in_the_folder(tmp_path: Path) -> None:
    FolderBlobs(tmp_path, sync=False).put(OURS, DIGEST, b"x" * 100_000)
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == [DIGEST]


def test_a_store_that_does_not_answer_is_not_a_blob_that_is_gone(s3: str) -> None:
    store = S3Blobs("another-bucket", s3)
    with pytest.raises(OSError, match="does not answer"):
        store.get(OURS, DIGEST)
