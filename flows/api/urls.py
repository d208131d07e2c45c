"""Routes of flows below /api/v1/."""

from __future__ import annotations

from django.urls import path

from flows.api import flows, gallery, portability, step_definitions, versions

VERSION = "flows/<uuid:flow_id>/versions/<int:number>"

urlpatterns = [
    path("flows/", flows.FlowList.as_view()),
    path("flows/tags/", flows.FlowTagList.as_view()),
    path("flows/templates/", gallery.TemplateListView.as_view()),
    path("flows/templates/<slug:template_id>/use/", gallery.TemplateUseView.as_view()),
    path("flows/validate/", versions.DefinitionValidate.as_view()),
    path("flows/<uuid:flow_id>/", flows.FlowDetail.as_view()),
    path("flows/<uuid:flow_id>/callers/", flows.FlowCallersView.as_view()),
    path("flows/<uuid:flow_id>/clone/", flows.FlowCloneView.as_view()),
    path("flows/<uuid:flow_id>/versions/", versions.VersionList.as_view()),
    path(f"{VERSION}/", versions.VersionDetail.as_view()),
    path(f"{VERSION}/publish/", versions.VersionPublish.as_view()),
    path(f"{VERSION}/unpublish/", versions.VersionUnpublish.as_view()),
    path(f"{VERSION}/validate/", versions.VersionValidate.as_view()),
    path(f"{VERSION}/diff/<int:other>/", versions.VersionDiff.as_view()),
    path("step-definitions/", step_definitions.StepDefinitionList.as_view()),
    path("step-definitions/<uuid:step_definition_id>/", step_definitions.StepDefinitionDetail.as_view()),
    path("step-types/", step_definitions.StepTypeList.as_view()),
    path("export/", portability.ExportView.as_view()),
    path("import/", portability.ImportView.as_view()),
]
