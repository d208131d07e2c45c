"""Every setting an operator can change, typed, read from the environment once.

A setting `data_dir` is the variable `ALLMA_DATA_DIR`. docs/configuration.md has a heading for each.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

BASE_DIR = Path(__file__).resolve().parent.parent


class Env(BaseSettings):
    """The environment. Unknown `ALLMA_*` variables are ignored; a bad value stops the start with its name."""

    model_config = SettingsConfigDict(env_prefix="ALLMA_", extra="ignore", frozen=True)

    data_dir: Path = Field(BASE_DIR / "var", description="Folder for the SQLite file, blobs and generated keys.")
    host: str = Field("127.0.0.1", description="Address the web server listens on.")
    database_url: str = Field("", description="postgresql://user:password@host:port/name; empty means SQLite.")
    redis_url: str = Field("", description="redis://host:port/0; empty means in-process workers and notifier.")
    secret_key: str = Field("", description="Signs sessions and resume tokens; generated in the data folder if empty.")
    encryption_keys: str = Field("", description="Comma-separated Fernet keys, newest first; generated if empty.")
    public_url: str = Field("", description="Base URL printed and used in links and trusted for CSRF.")
    allowed_hosts: Annotated[list[str], NoDecode] = Field(
        default=["localhost", "127.0.0.1", "[::1]"], description="Host names the server answers to, comma-separated."
    )
    debug: bool = Field(False, description="Django's debug mode; never in production.")
    secure_cookies: bool = Field(False, description="Mark cookies Secure; set it behind HTTPS.")
    admin_password: str = Field("", description="Password of the first user `admin`; generated and printed if empty.")
    egress_allow: Annotated[list[str], NoDecode] = Field(
        default=[], description="CIDRs and host names outgoing calls may reach although private, comma-separated."
    )
    log_format: str = Field("console", description="console or json.")
    log_level: str = Field("WARNING", description="DEBUG, INFO, WARNING or ERROR.")
    workers: int = Field(4, ge=0, le=64, description="Worker threads in the web process when there is no Redis.")
    web_threads: int = Field(8, ge=1, le=128, description="Threads that answer HTTP requests in one web process.")
    worker_threads: int = Field(4, ge=1, le=64, description="Threads of one Celery worker process.")
    lease_seconds: float = Field(30.0, ge=1, description="How long a worker owns a run without renewing.")
    sweep_seconds: float = Field(3.0, ge=0.1, description="Mean pause between two looks for due runs.")
    fork_threads: int = Field(16, ge=1, le=128, description="Threads for the branches of one inline fork.")
    fork_inline_items: int = Field(1000, ge=1, description="Forks above this many items are distributed.")
    fork_chunk_items: int = Field(1000, ge=1, description="Items in one chunk of a distributed fork.")
    sandbox_concurrency: int = Field(
        4, ge=1, le=64, description="Sandbox runs, replays, comparisons at once in a web process; 429."
    )
    max_queued_per_workspace: int = Field(100_000, ge=1, description="Queued runs a workspace may hold; then 429.")
    max_queued: int = Field(1_000_000, ge=1, description="Queued runs of the whole installation; then 503.")
    max_running_per_workspace: int = Field(200, ge=1, description="Runs of a workspace worked on at once.")
    max_input_bytes: int = Field(10 * 2**20, ge=1024, description="Largest request body and start input, in bytes.")
    max_step_output_bytes: int = Field(16 * 2**20, ge=1024, description="Largest output of one step, in bytes.")
    max_context_bytes: int = Field(64 * 2**20, ge=1024, description="Largest context of a run, in bytes.")
    max_definition_bytes: int = Field(2 * 2**20, ge=1024, description="Largest flow definition, in bytes.")
    max_steps: int = Field(2000, ge=1, description="Most steps of one flow.")
    max_depth: int = Field(64, ge=4, description="Deepest nesting of any JSON that comes in.")
    blob_threshold_bytes: int = Field(64 * 2**10, ge=256, description="Larger values go to the blob store.")
    blob_bucket: str = Field("", description="S3 bucket for blobs; empty means the local data folder.")
    blob_endpoint_url: str = Field("", description="S3 endpoint, for compatible stores.")
    failpoint: str = Field("", description="For fault tests: kill the process at this point of the engine.")

    @field_validator("allowed_hosts", "egress_allow", mode="before")
    @classmethod
    def split_commas(cls, value: object) -> object:
        """`a, b` is the list ["a", "b"]."""
        return [part.strip() for part in value.split(",") if part.strip()] if isinstance(value, str) else value


env = Env()
