import { Button, Group, SegmentedControl, Skeleton, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { FilePlus2, PencilLine } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Schemas } from "@/api/client";
import { flowByIdQuery } from "@/api/flows/flowById";
import { versionQuery } from "@/api/versions/readVersion";
import { linkTarget } from "@/components/AppLink";
import { CodeEditor } from "@/components/CodeEditor";
import { ErrorState } from "@/components/ErrorState";
import { PageHeader } from "@/components/PageHeader";
import { RelativeTime } from "@/components/RelativeTime";
import { paths } from "@/lib/paths";
import { usePermission } from "@/lib/session";
import { useVersionActions } from "../flow/useVersionActions";
import { VersionBadge } from "../flow/VersionBadge";
import type { Flow } from "../flowStatus";
import { DefinitionCanvas } from "../VersionCanvas";
import { parseVersionSearch } from "./search";

const HEIGHT = "max(420px, calc(100dvh - 270px))";

/** One version to read: drawn, or as JSON. */
export function VersionPage() {
  const { t } = useTranslation("flows");
  const { flowId = "", number: written = "" } = useParams({ strict: false });
  const number = Number(written);
  const { view = "canvas" } = parseVersionSearch(useSearch({ strict: false }));
  const navigate = useNavigate();
  const flow = useQuery(flowByIdQuery(flowId));
  const version = useQuery(versionQuery(flowId, number));
  const show = (wanted: string) =>
    void navigate({
      to: paths.version(flowId, number),
      search: wanted === "json" ? { view: "json" } : {},
      replace: true,
    });
  return (
    <>
      <PageHeader
        title={t("versions.number", { number })}
        breadcrumbs={[
          { label: t("nav"), to: paths.flows() },
          { label: flow.data?.name ?? "…", to: paths.flow(flowId) },
        ]}
        subtitle={
          version.data && (
            <Group gap="xs">
              <VersionBadge status={version.data.status} />
              <Text span fz="sm">
                <RelativeTime at={version.data.publishedAt ?? version.data.updatedAt} />{" "}
                {t("overview.by", { name: version.data.publishedBy || version.data.updatedBy })}
              </Text>
              {version.data.changeNote && (
                <Text span fz="sm">
                  · {version.data.changeNote}
                </Text>
              )}
            </Group>
          )
        }
        actions={
          <>
            <SegmentedControl
              aria-label={t("version.view")}
              value={view}
              onChange={show}
              data={[
                { value: "canvas", label: t("version.canvas") },
                { value: "json", label: t("version.json") },
              ]}
            />
            {flow.data && version.data && <EditButton flow={flow.data} version={version.data} />}
          </>
        }
      />
      {version.isPending && <Skeleton height={HEIGHT} radius="md" />}
      {version.error && <ErrorState error={version.error} onRetry={() => void version.refetch()} />}
      {version.data && view === "canvas" && (
        <DefinitionCanvas
          definition={version.data.definition}
          height={HEIGHT}
          label={t("canvas.label", { number })}
        />
      )}
      {version.data && view === "json" && (
        <CodeEditor
          value={JSON.stringify(version.data.definition, null, 2)}
          language="json"
          readOnly
          height={HEIGHT}
          ariaLabel={t("version.definition", { number })}
        />
      )}
    </>
  );
}

function EditButton({ flow, version }: { flow: Flow; version: Schemas["FlowVersionOut"] }) {
  const { t } = useTranslation("flows");
  const { draft } = useVersionActions(flow, version);
  if (!usePermission("edit") || flow.archivedAt) return null;
  return version.status === "draft" ? (
    <Button
      leftSection={<PencilLine size={15} aria-hidden />}
      renderRoot={(props) => <Link {...props} {...linkTarget(paths.editor(flow.id, version.number))} />}
    >
      {t("action.edit")}
    </Button>
  ) : (
    <Button variant="default" leftSection={<FilePlus2 size={15} aria-hidden />} onClick={draft}>
      {t("versions.draftFrom")}
    </Button>
  );
}
