"""Logging in, with a brake on guessing: counted in the database, so that every web process counts together."""

from __future__ import annotations

from datetime import timedelta

from django.contrib.auth import authenticate
from django.contrib.auth.models import User
from django.db.models import F
from django.http import HttpRequest

from allma_site.common.clock import now
from allma_site.common.db import write
from allma_site.common.problems import TooManyRequests, Unauthenticated
from workspaces.models import FailedLogin

WINDOW = timedelta(minutes=15)
PER_USER_AND_ADDRESS = 10
PER_ADDRESS = 100


def check_password(request: HttpRequest, *, username: str, password: str) -> User:
    """The user. Raises TooManyRequests after too many failures, Unauthenticated for a wrong name or password.

    A user is braked only where the failures come from, so nobody can lock somebody else out.
    """
    address = str(request.META.get("REMOTE_ADDR", ""))[:64]
    limits = {f"{address} {username}"[:300]: PER_USER_AND_ADDRESS, address: PER_ADDRESS}
    _refuse_too_many(limits)
    user = authenticate(request, username=username, password=password)
    if not isinstance(user, User):
        for key in limits:
            _count_failure(key)
        raise Unauthenticated("The user name or the password is wrong.", code="wrong_credentials")
    FailedLogin.objects.filter(key=next(iter(limits))).delete()
    return user


def _refuse_too_many(limits: dict[str, int]) -> None:
    since = now() - WINDOW
    for failed in FailedLogin.objects.filter(key__in=limits, since__gt=since):
        if failed.count >= limits[failed.key]:
            wait = (failed.since - since).total_seconds()
            raise TooManyRequests("Too many failed logins. Wait and try again.", retry_after=wait)


def _count_failure(key: str) -> None:
    moment = now()
    with write():
        failed, is_new = FailedLogin.objects.select_for_update().get_or_create(key=key, defaults={"since": moment})
        if is_new:
            FailedLogin.objects.filter(since__lte=moment - WINDOW).delete()
        elif failed.since <= moment - WINDOW:
            FailedLogin.objects.filter(key=key).update(since=moment, count=1)
        else:
            FailedLogin.objects.filter(key=key).update(count=F("count") + 1)
