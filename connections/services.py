"""Writes: credentials and connections; and, from `connections.authorised`, using them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from pydantic import ValidationError

from allma_site.common.clock import now
from allma_site.common.db import write
from allma_site.common.problems import Conflict, FieldError, Invalid
from connections.authorised import Effects, authorise, complete, send
from connections.configs import CONFIGS, VALUES, Wire, credential_kind_for, to_wire
from connections.hosts import normal_entry
from connections.models import Connection, Credential
from connections.usage import uses_of
from connections.vault import seal
from workspaces import audit
from workspaces.actors import Actor
from workspaces.models import Workspace

__all__ = [
    "Effects",
    "authorise",
    "complete",
    "create_connection",
    "create_credential",
    "delete_connection",
    "delete_credential",
    "replace_connection",
    "replace_credential",
    "send",
]

MAX_HOSTS = 100


def create_credential(
    *, workspace: Workspace, actor: Actor, name: str, kind: str, value: Mapping[str, Any], allowed_hosts: list[str]
) -> Credential:
    """Raises Invalid naming the field, Conflict when the name is taken."""
    credential = Credential(workspace=workspace, created_by=actor.label)
    _fill_credential(credential, name=name, kind=kind, allowed_hosts=allowed_hosts)
    credential.ciphertext = seal(_value(kind, value), credential_id=credential.pk)
    with write():
        _insert(credential)
        _audit(credential, actor, "credential.created", {"name": name, "kind": kind})
    return credential


def replace_credential(
    credential: Credential,
    *,
    actor: Actor,
    name: str,
    kind: str,
    value: Mapping[str, Any] | None,
    allowed_hosts: list[str],
) -> Credential:
    """All of it; without a `value` the old one stays, which needs the same kind. Raises Invalid, Conflict."""
    if value is None and kind != credential.kind:
        raise Invalid.field("/value", f"is needed to change the kind to {kind}.")
    if kind != credential.kind and credential.connections.exists():
        raise Conflict("A connection uses this credential, so its kind cannot change; make another credential.")
    _fill_credential(credential, name=name, kind=kind, allowed_hosts=allowed_hosts)
    if value is not None:
        credential.ciphertext = seal(_value(kind, value), credential_id=credential.pk)
    credential.updated_at = now()
    # Without a new value the stored one is not touched: somebody else may be storing another.
    sealed = () if value is None else ("ciphertext",)
    with write():
        _update(credential, "name", "kind", "allowed_hosts", "updated_at", *sealed)
        _audit(credential, actor, "credential.replaced", {"name": name, "newValue": value is not None})
    return credential


def delete_credential(credential: Credential, *, actor: Actor) -> None:
    """Raises Conflict naming the connections that use it."""
    with write():
        names = list(credential.connections.order_by("name").values_list("name", flat=True)[:10])
        if names:
            raise Conflict(f"Connections use this credential: {', '.join(names)}. Change them first.")
        _audit(credential, actor, "credential.deleted", {"name": credential.name})
        credential.delete()


def create_connection(
    *,
    workspace: Workspace,
    actor: Actor,
    name: str,
    kind: str,
    config: Mapping[str, Any],
    credential: Credential | None,
) -> Connection:
    """Raises Invalid naming the field, Conflict when the name is taken."""
    connection = Connection(workspace=workspace, created_by=actor.label)
    _fill_connection(connection, name=name, kind=kind, config=config, credential=credential)
    with write():
        _insert(connection)
        _audit(connection, actor, "connection.created", {"name": name, "kind": kind})
    return connection


def replace_connection(
    connection: Connection,
    *,
    actor: Actor,
    name: str,
    kind: str,
    config: Mapping[str, Any],
    credential: Credential | None,
) -> Connection:
    """All of it. Raises Invalid, Conflict."""
    _fill_connection(connection, name=name, kind=kind, config=config, credential=credential)
    connection.updated_at = now()
    with write():
        _update(connection, "name", "kind", "config", "credential", "updated_at")
        _audit(connection, actor, "connection.replaced", {"name": name, "kind": kind})
    return connection


def delete_connection(connection: Connection, *, actor: Actor) -> None:
    """Raises Conflict naming what uses it."""
    uses = uses_of(workspace_id=connection.workspace_id, connection_id=connection.pk)
    if uses:
        names = ", ".join(f"{use.kind} {use.name}" for use in uses[:10])
        raise Conflict(f"This connection is used by: {names}. Change them first.")
    with write():
        _audit(connection, actor, "connection.deleted", {"name": connection.name})
        connection.delete()


def _fill_credential(credential: Credential, *, name: str, kind: str, allowed_hosts: list[str]) -> None:
    credential.name = name
    credential.kind = kind
    credential.allowed_hosts = _hosts(allowed_hosts)


def _fill_connection(
    connection: Connection, *, name: str, kind: str, config: Mapping[str, Any], credential: Credential | None
) -> None:
    parsed: Wire = _validated(CONFIGS[kind], config, at="/config")
    _require_fitting(kind, parsed, credential)
    connection.name = name
    connection.kind = kind
    connection.config = to_wire(parsed)
    connection.credential = credential


def _require_fitting(kind: str, config: Wire, credential: Credential | None) -> None:
    needed, must = credential_kind_for(kind, config)
    if credential is None and must:
        raise Invalid.field("/credentialId", f"is needed: this authentication takes a credential of kind {needed}.")
    if credential is not None and credential.kind != needed:
        wanted = f"a credential of kind {needed}" if needed else "no credential"
        raise Invalid.field("/credentialId", f"is of kind {credential.kind}; this connection takes {wanted}.")


def _hosts(entries: list[str]) -> list[str]:
    if not 0 < len(entries) <= MAX_HOSTS:
        raise Invalid.field("/allowedHosts", f"must name 1 to {MAX_HOSTS} hosts the credential may be sent to.")
    hosts: list[str] = []
    for index, entry in enumerate(entries):
        try:
            hosts.append(normal_entry(entry))
        except ValueError as error:
            raise Invalid.field(f"/allowedHosts/{index}", str(error)) from error
    return list(dict.fromkeys(hosts))


def _value(kind: str, value: Mapping[str, Any]) -> dict[str, str]:
    """The value as it is sealed. What is wrong with it is said without showing it."""
    parsed: Wire = _validated(VALUES[kind], value, at="/value")
    return dict(parsed.model_dump())


def _validated(model: type[Any], data: Mapping[str, Any], *, at: str) -> Any:
    try:
        return model.model_validate(dict(data), by_alias=True, by_name=False)
    except ValidationError as error:
        errors = [FieldError(_pointer(at, item["loc"]), item["msg"]) for item in error.errors(include_input=False)]
        raise Invalid(f"{errors[0].path}: {errors[0].message}", errors=errors) from None


def _pointer(start: str, location: tuple[int | str, ...]) -> str:
    return "".join([start, *(f"/{str(part).replace('~', '~0').replace('/', '~1')}" for part in location)])


def _insert(row: Credential | Connection) -> None:
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise _taken(row) from error


def _update(row: Credential | Connection, *fields: str) -> None:
    try:
        with transaction.atomic():
            row.save(update_fields=fields)
    except IntegrityError as error:
        raise _taken(row) from error


def _taken(row: Credential | Connection) -> Conflict:
    what = row._meta.verbose_name
    return Conflict(f"There is already a {what} named {row.name!r} in this workspace.", code="name_taken")


def _audit(row: Credential | Connection, actor: Actor, action: str, details: dict[str, Any]) -> None:
    audit.record(
        workspace=row.workspace, actor=actor, action=action, target=f"{row._meta.model_name} {row.pk}", details=details
    )
