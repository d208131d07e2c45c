import { Alert, Box, Button, Group, Switch, Text } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { ArrowLeftRight, Info, LocateFixed } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { RunComparison } from "@/api/executions/compareRuns";
import { linkTarget } from "@/components/AppLink";
import { ErrorState } from "@/components/ErrorState";
import { IconButton } from "@/components/IconButton";
import { ListSkeleton } from "@/components/ListSkeleton";
import { PageHeader } from "@/components/PageHeader";
import { paths } from "@/lib/paths";
import classes from "../shared/split.module.css";
import { VerdictList } from "../shared/VerdictList";
import { ComparedCanvas } from "./ComparedCanvas";
import { ComparedDetail } from "./ComparedDetail";
import { ComparedRunCard } from "./ComparedRunCard";
import { rowKey } from "./compareSearch";
import { RunPicker } from "./RunPicker";
import "../texts";
import "./texts";
import { type ComparePage as Page, useComparison } from "./useComparison";

const COLORS = { same: "gray", differs: "yellow", onlyLeft: "blue", onlyRight: "teal" } as const;

/** Run A against run B: on one canvas, visit by visit, beginning at the first that differs. */
export function ComparePage() {
  const page = useComparison();
  const { comparison } = page;
  if (!comparison.data)
    return (
      <Box p="lg" className={classes.scroll}>
        <Head page={page} />
        {comparison.error ? (
          <ErrorState error={comparison.error} onRetry={() => void comparison.refetch()} />
        ) : (
          <ListSkeleton rows={8} />
        )}
      </Box>
    );
  return (
    <div className={classes.page}>
      <div className={classes.head}>
        <Head page={page} found={comparison.data} />
        <Notices found={comparison.data} />
      </div>
      <div className={classes.split}>
        <Rows page={page} found={comparison.data} />
        <ComparedCanvas page={page} found={comparison.data} />
        <ComparedDetail page={page} />
      </div>
    </div>
  );
}

function Head({ page, found }: { page: Page; found?: RunComparison }) {
  const { t } = useTranslation("compareRuns");
  const { t: run } = useTranslation("executions");
  const navigate = useNavigate();
  const go = (left: string, right: string) => void navigate(linkTarget(paths.compareRuns(left, right)));
  return (
    <PageHeader
      title={t("title")}
      breadcrumbs={[{ label: run("title"), to: paths.executions() }]}
      subtitle={
        found && (
          <Group gap="xl" mt={4} style={{ rowGap: 6 }}>
            <ComparedRunCard side="A" run={found.left} />
            <ComparedRunCard side="B" run={found.right} />
          </Group>
        )
      }
      actions={
        <>
          <IconButton
            icon={ArrowLeftRight}
            variant="default"
            label={t("swap")}
            onClick={() => go(page.rightId, page.leftId)}
          />
          <RunPicker
            left={page.leftId}
            flowId={found?.left.flowId}
            onPick={(other) => go(page.leftId, other)}
          />
        </>
      }
    />
  );
}

function Notices({ found }: { found: RunComparison }) {
  const { t } = useTranslation("compareRuns");
  const { left, right } = found;
  const notes = [
    ...(found.same ? [t("same")] : []),
    ...(left.flowId !== right.flowId ? [t("otherFlow")] : []),
    ...(!found.sameDefinition && left.flowId === right.flowId
      ? [t("otherDefinition", { left: left.flowVersion, right: right.flowVersion })]
      : []),
    ...(found.truncated ? [t("truncated")] : []),
  ];
  if (notes.length === 0) return null;
  return (
    <div className={classes.notices}>
      {notes.map((note) => (
        <Alert key={note} color="gray" p="xs" icon={<Info size={16} aria-hidden />}>
          <Text fz="sm">{note}</Text>
        </Alert>
      ))}
    </div>
  );
}

function Rows({ page, found }: { page: Page; found: RunComparison }) {
  const { t } = useTranslation("compareRuns");
  const { firstDivergence: first } = found;
  return (
    <section className={classes.list} aria-label={t("list")}>
      <Group justify="space-between" gap="xs" className={classes.listHead}>
        <Switch
          size="xs"
          label={t("onlyDifferent")}
          checked={page.search.different ?? false}
          onChange={(event) => page.change({ different: event.currentTarget.checked || undefined })}
        />
        {first && (
          <Button
            size="compact-xs"
            variant="default"
            leftSection={<LocateFixed size={13} aria-hidden />}
            onClick={() => page.change({ row: rowKey(first) })}
          >
            {t("first")}
          </Button>
        )}
      </Group>
      <VerdictList
        label={t("list")}
        rows={page.rows.map((row) => ({
          key: rowKey(row),
          name: page.nameOf(row.stepInstanceId),
          place: placeOf(row.path, row.occurrence, (count) => t("occurrence", { count })),
          left: row.leftStatus,
          right: row.rightStatus,
          verdict: t(`verdict.${row.verdict}`),
          color: COLORS[row.verdict],
        }))}
        chosen={page.chosen && rowKey(page.chosen)}
        onChoose={(row) => page.change({ row })}
        empty={found.rows.length === 0 ? t("noRows") : t("noDifference")}
      />
    </section>
  );
}

function placeOf(path: string, occurrence: number, turn: (count: number) => string): string {
  const branch = path.includes(".") ? path.slice(0, path.lastIndexOf(".")) : "";
  return [branch, occurrence > 1 ? turn(occurrence) : ""].filter(Boolean).join(" · ");
}
