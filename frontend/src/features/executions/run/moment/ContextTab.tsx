import { SegmentedControl, Text } from "@mantine/core";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { VisitDetail } from "@/api/executions/types";
import { JsonView } from "@/components/data-view";
import { ErrorState } from "@/components/ErrorState";
import { ListSkeleton } from "@/components/ListSkeleton";
import { type ContextSide, SIDES } from "../runSearch";
import type { RunPage } from "../useRunPage";
import { ChangesView } from "../visit/ChangesView";
import { LineagePanel } from "./LineagePanel";
import { marksOf } from "./marks";
import classes from "./moment.module.css";
import { type ShownContext, useShownContext } from "./useShownContext";

interface ContextTabProps {
  page: RunPage;
  /** The chosen visit, once it was read; undefined at the start of the run. */
  detail: VisitDetail | undefined;
}

/** The context beside the chosen visit, as found, as left, or as changed; a click on a value tells its lineage. */
export function ContextTab({ page, detail }: ContextTabProps) {
  const { t } = useTranslation("moment");
  const isStart = page.chosen === undefined;
  const side: ContextSide = isStart ? "after" : (page.search.side ?? "after");
  const shown = useShownContext(page, side === "before" ? "before" : "after", detail);
  const { value } = page.search;
  return (
    <div className={classes.context}>
      <div className={classes.contextHead}>
        {!isStart && (
          <SegmentedControl
            size="xs"
            aria-label={t("side.label")}
            value={side}
            onChange={(to) => page.change({ side: SIDES.find((one) => one === to) })}
            data={[
              { value: "before", label: t("side.before") },
              { value: "after", label: t("side.after") },
              { value: "diff", label: t("side.diff", { count: shown.patch?.length ?? 0 }) },
            ]}
          />
        )}
        {!value && (
          <Text component="span" fz="xs" c="dimmed">
            {t("lineage.hint")}
          </Text>
        )}
      </div>
      <div className={classes.columns} data-two={value !== undefined || undefined}>
        <Shown page={page} side={side} shown={shown} />
        {value !== undefined && <LineagePanel page={page} path={value} />}
      </div>
    </div>
  );
}

function Shown({ page, side, shown }: { page: RunPage; side: ContextSide; shown: ShownContext }) {
  const { t } = useTranslation("moment");
  const { value, patch } = shown;
  const marks = useMemo(
    () => marksOf(value, patch ?? [], side === "before" ? "before" : "after"),
    [value, patch, side],
  );
  const choose = (path: string) => page.change({ value: path });
  if (shown.error) return <ErrorState error={shown.error} onRetry={shown.retry} />;
  if (side === "diff" && page.chosen)
    return (
      // biome-ignore lint/a11y/noNoninteractiveTabindex: the keyboard scrolls what has the focus
      <section className={classes.scroll} aria-label={t("context")} tabIndex={0}>
        <ChangesView
          executionId={page.id}
          seq={page.chosen.seq}
          patch={patch}
          before={shown.before}
          onChoose={choose}
        />
      </section>
    );
  if (value === undefined) return <ListSkeleton rows={6} height={22} />;
  return (
    <div className={classes.data} data-stale={shown.isStale || undefined} aria-busy={shown.isStale}>
      <JsonView
        value={value}
        height="100%"
        ariaLabel={t("context")}
        marks={marks}
        onChoose={choose}
        chosen={page.search.value}
      />
    </div>
  );
}
