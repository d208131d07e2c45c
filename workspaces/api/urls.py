"""Routes below `/api/v1/`: logging in, workspaces, members, keys, audit."""

from __future__ import annotations

from django.urls import path

from workspaces.api import auth, views

urlpatterns = [
    path("auth/login/", auth.LoginView.as_view()),
    path("auth/logout/", auth.LogoutView.as_view()),
    path("auth/session/", auth.SessionView.as_view()),
    path("workspaces/", views.WorkspaceList.as_view()),
    path("workspaces/<uuid:workspace_id>/", views.WorkspaceDetail.as_view()),
    path("members/", views.MemberList.as_view()),
    path("members/<uuid:member_id>/", views.MemberDetail.as_view()),
    path("api-keys/", views.ApiKeyList.as_view()),
    path("api-keys/<uuid:api_key_id>/", views.ApiKeyDetail.as_view()),
    path("audit/", views.AuditList.as_view()),
]
