"""Routes below `/api/v1/`: credentials and connections."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from connections.api import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("credentials/", views.CredentialList.as_view()),
    path("credentials/<uuid:credential_id>/", views.CredentialDetail.as_view()),
    path("credentials/<uuid:credential_id>/uses/", views.CredentialUses.as_view()),
    path("connections/", views.ConnectionList.as_view()),
    path("connections/<uuid:connection_id>/", views.ConnectionDetail.as_view()),
    path("connections/<uuid:connection_id>/test/", views.ConnectionTest.as_view()),
    path("connections/<uuid:connection_id>/used-by/", views.ConnectionUsedBy.as_view()),
]
