import { Tooltip } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Schemas } from "@/api/client";
import classes from "./RunBars.module.css";
import { statusColor } from "./statusColors";
import "./texts";

const MOST = 20;

/** The newest runs as a row of small bars, the oldest at the left: one colour per status. `runs`: the newest first. */
export function RunBars({ runs }: { runs: readonly Schemas["RecentExecution"][] }) {
  const { t } = useTranslation("common");
  const shown = runs.slice(0, MOST).toReversed();
  const good = shown.filter((run) => run.status === "COMPLETED").length;
  const label = t("runs.summary", { good, count: shown.length });
  return (
    <Tooltip label={label}>
      <span className={classes.bars} role="img" aria-label={label}>
        {shown.map((run) => (
          <span key={run.id} className={classes.bar} style={{ background: statusColor(run.status) }} />
        ))}
      </span>
    </Tooltip>
  );
}

/** A rate from 0 to 1 as whole percent; below one hundred it never says 100. */
export function percent(rate: number): string {
  const whole = Math.round(rate * 100);
  return `${whole === 100 && rate < 1 ? 99 : whole === 0 && rate > 0 ? 1 : whole}%`;
}
