"""Routes below `/api/v1/`: logging in, workspaces, members, keys, audit."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
