import { Group, SegmentedControl, Skeleton, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { lazy, Suspense, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { flowByIdQuery } from "@/api/flows/flowById";
import { diffVersionsQuery } from "@/api/versions/diffVersions";
import { versionQuery } from "@/api/versions/readVersion";
import { ErrorState } from "@/components/ErrorState";
import { PageHeader } from "@/components/PageHeader";
import { paths } from "@/lib/paths";
import { ChangeList } from "./ChangeList";
import { ChangeSteps } from "./ChangeSteps";
import { CompareCanvases } from "./CompareCanvases";
import { changesOf } from "./changes";
import { type CompareSearch, parseCompareSearch } from "./search";
import { VersionPick } from "./VersionPick";

const TextDiff = lazy(async () => ({ default: (await import("./TextDiff")).TextDiff }));

/** Two versions side by side: on the canvas with every changed field, or as text. */
export function ComparePage() {
  const { t } = useTranslation("flows");
  const { flowId = "" } = useParams({ strict: false });
  const search = parseCompareSearch(useSearch({ strict: false }));
  const { from = 1, to = from + 1, view, change = 0 } = search;
  const navigate = useNavigate();
  const flow = useQuery(flowByIdQuery(flowId));
  const old = useQuery(versionQuery(flowId, from));
  const young = useQuery(versionQuery(flowId, to));
  const diff = useQuery(diffVersionsQuery(flowId, from, to, young.data?.revision));
  const changes = useMemo(
    () =>
      old.data && young.data && diff.data
        ? changesOf(diff.data, old.data.definition, young.data.definition)
        : [],
    [old.data, young.data, diff.data],
  );
  const go = (next: CompareSearch) =>
    void navigate({
      to: `${paths.flow(flowId)}/compare`,
      search: { from, to, view, ...next },
      replace: true,
      resetScroll: false,
    });
  const error = old.error ?? young.error ?? diff.error;
  const ready = old.data && young.data && diff.data;
  return (
    <>
      <PageHeader
        title={t("compare.title", { from, to })}
        breadcrumbs={[
          { label: t("nav"), to: paths.flows() },
          { label: flow.data?.name ?? "…", to: paths.flow(flowId) },
          { label: t("tab.versions"), to: `${paths.flow(flowId)}?tab=versions` },
        ]}
        actions={
          <SegmentedControl
            aria-label={t("version.view")}
            value={view ?? "canvas"}
            onChange={(value) => go({ view: value === "text" ? "text" : undefined })}
            data={[
              { value: "canvas", label: t("version.canvas") },
              { value: "text", label: t("compare.text") },
            ]}
          />
        }
      />
      <Group justify="space-between" mb="md" gap="sm">
        <Group gap="xs">
          <VersionPick
            flowId={flowId}
            value={from}
            label={t("compare.from")}
            onChange={(next) => go({ from: next })}
          />
          <Text c="dimmed" aria-hidden>
            →
          </Text>
          <VersionPick
            flowId={flowId}
            value={to}
            label={t("compare.to")}
            onChange={(next) => go({ to: next })}
          />
        </Group>
        {ready && view !== "text" && (
          <ChangeSteps count={changes.length} at={change} onGo={(next) => go({ change: next })} />
        )}
      </Group>
      {error && <ErrorState error={error} />}
      {!ready && !error && <Skeleton height={420} radius="md" />}
      {ready && view !== "text" && (
        <>
          <CompareCanvases
            from={{ number: from, definition: old.data.definition }}
            to={{ number: to, definition: young.data.definition }}
            changes={changes}
            at={change}
            onPick={(next) => go({ change: next })}
          />
          <ChangeList changes={changes} at={change} onPick={(next) => go({ change: next })} />
        </>
      )}
      {ready && view === "text" && (
        <Suspense fallback={<Skeleton height={420} radius="md" />}>
          <TextDiff
            key={`${from}-${to}`}
            from={JSON.stringify(old.data.definition, null, 2)}
            to={JSON.stringify(young.data.definition, null, 2)}
            labels={[t("version.definition", { number: from }), t("version.definition", { number: to })]}
          />
        </Suspense>
      )}
    </>
  );
}
