"""Routes of prompts below /api/v1/."""

from __future__ import annotations

from django.urls import path

from prompts.api import prompts, versions

PROMPT = "prompts/<uuid:prompt_id>"
VERSION = f"{PROMPT}/versions/<int:number>"

urlpatterns = [
    path("prompts/", prompts.PromptList.as_view()),
    path(f"{PROMPT}/", prompts.PromptDetail.as_view()),
    path(f"{PROMPT}/clone/", prompts.PromptCloneView.as_view()),
    path(f"{PROMPT}/versions/", versions.VersionList.as_view()),
    path(f"{VERSION}/", versions.VersionDetail.as_view()),
    path(f"{VERSION}/publish/", versions.VersionPublish.as_view()),
    path(f"{VERSION}/unpublish/", versions.VersionUnpublish.as_view()),
    path(f"{VERSION}/validate/", versions.VersionValidate.as_view()),
    path(f"{VERSION}/diff/<int:other>/", versions.VersionDiff.as_view()),
    path(f"{VERSION}/render/", versions.VersionRender.as_view()),
]
