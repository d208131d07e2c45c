"""Routes of runs below /api/v1/."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from executions.api import (
    approvals,
    bulk,
    comparisons,
    executions,
    finding,
    history,
    impact,
    lineage,
    moments,
    replays,
    sandbox,
    saved_searches,
    starts,
    statistics,
)

RUN = "executions/<uuid:execution_id>"

urlpatterns: list[URLPattern | URLResolver] = [
    path("flows/<uuid:flow_id>/executions/", starts.StartView.as_view()),
    path("flows/<uuid:flow_id>/executions/batch/", starts.BatchView.as_view()),
    path("executions/", finding.ExecutionList.as_view()),
    path("executions/count/", finding.ExecutionCountView.as_view()),
    path("executions/bulk/", bulk.BulkList.as_view()),
    path("executions/bulk/<uuid:bulk_job_id>/", bulk.BulkView.as_view()),
    path("executions/bulk/<uuid:bulk_job_id>/stop/", bulk.BulkStopView.as_view()),
    path("executions/bulk/<uuid:bulk_job_id>/items/", bulk.BulkItems.as_view()),
    path("executions/statistics/", statistics.StatisticsView.as_view()),
    path(f"{RUN}/", executions.ExecutionDetailView.as_view()),
    path(f"{RUN}/definition/", executions.DefinitionView.as_view()),
    path(f"{RUN}/cancel/", executions.CancelView.as_view()),
    path(f"{RUN}/pause/", executions.PauseView.as_view()),
    path(f"{RUN}/resume/", executions.ResumeRunView.as_view()),
    path(f"{RUN}/blobs/<str:sha256>/", executions.BlobView.as_view()),
    path(f"{RUN}/steps/", history.StepList.as_view()),
    path(f"{RUN}/steps/<int:seq>/", history.StepView.as_view()),
    path(f"{RUN}/context/", history.ContextView.as_view()),
    path(f"{RUN}/diff/", history.DiffView.as_view()),
    path(f"{RUN}/changes/", moments.ChangesView.as_view()),
    path(f"{RUN}/branches/", moments.BranchesView.as_view()),
    path(f"{RUN}/events/", history.EventList.as_view()),
    path(f"{RUN}/lineage/", lineage.LineageView.as_view()),
    path(f"{RUN}/why-empty/", lineage.WhyEmptyView.as_view()),
    path("approvals/", approvals.ApprovalList.as_view()),
    path("approvals/<uuid:approval_id>/decide/", approvals.DecideView.as_view()),
    path(f"{RUN}/compare/<uuid:other_id>/", comparisons.CompareView.as_view()),
    path(f"{RUN}/last-good/", comparisons.LastGoodView.as_view()),
    path(f"{RUN}/replay/", replays.ReplayView.as_view()),
    path("flows/<uuid:flow_id>/versions/<int:number>/impact/", impact.ImpactView.as_view()),
    path("saved-searches/", saved_searches.SavedSearchList.as_view()),
    path("saved-searches/<uuid:saved_search_id>/", saved_searches.SavedSearchView.as_view()),
    path("events/", starts.EventView.as_view()),
    path("resume/<str:token>/", starts.ResumeView.as_view()),
    path("sandbox/step/", sandbox.SandboxStepView.as_view()),
    path("sandbox/flow/", sandbox.SandboxFlowView.as_view()),
    path("evaluate/", history.EvaluateView.as_view()),
]
