"""Every HTTP route."""

from __future__ import annotations

from importlib import import_module

from django.urls import URLPattern, URLResolver, include, path, re_path
from django.views.decorators.cache import cache_page
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerView

from allma_site import ops, spa
from allma_site.common import schema
from allma_site.common.problem_responses import handler400, handler403, handler404, handler500
from executions.api import unreadable
from flows.definition.model import FlowDefinition

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]

# What only routes need: a worker has none, and starts without it.
import_module("workspaces.api.schema")
schema.install(describing=[FlowDefinition])
unreadable.register()

api: list[URLPattern | URLResolver] = [
    path("schema/", cache_page(60)(SpectacularAPIView.as_view()), name="schema"),
    path("docs/", SpectacularSwaggerView.as_view(url_name="schema"), name="docs"),
    path("", include("workspaces.api.urls")),
    path("", include("connections.api.urls")),
    path("", include("prompts.api.urls")),
    path("", include("flows.api.urls")),
    path("", include("executions.api.urls")),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", ops.healthz),
    path("readyz", ops.readyz),
    path("metrics", ops.metrics),
    path("api/v1/", include(api)),
    re_path(spa.ADDRESSES, spa.page),
]
